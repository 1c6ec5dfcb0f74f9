import { runServiceProgram } from './migrate/service-program.ts';

/** Payments' own comparison of ledgers. */
await runServiceProgram('payments', 'reconcile/main.ts');
