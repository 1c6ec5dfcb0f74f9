import { runProgram } from './setup/run-program.mjs';

/** Breaks a Galleria of its own under load; arguments are those of `tests/chaos/main.ts`. */
await runProgram('tests/chaos/main.ts');
