import { runServiceProgram } from './migrate/service-program.ts';

/** What operations does with messages that a service could not handle, without a browser. */
await runServiceProgram('operations', 'dead-letters/main.ts');
