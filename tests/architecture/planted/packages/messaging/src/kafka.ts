import '../../events/src/contract.ts';
export const kafka = 1;
