import { runProgram } from './setup/run-program.mjs';

/** The journeys through the shop in a real browser; arguments are those of `playwright test`. */
await runProgram('tests/browser/run.ts');
