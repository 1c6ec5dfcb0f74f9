import { runServiceProgram } from './migrate/service-program.ts';

/** Rotates the key that signs access tokens: as often as you like, while everything runs. */
await runServiceProgram('users', 'rotate-keys.ts');
