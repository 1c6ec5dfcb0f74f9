export * from '../../packages/events/src/contract.ts';
