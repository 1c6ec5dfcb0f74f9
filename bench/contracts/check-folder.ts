import { resolve } from 'node:path';
import { checks } from '../../scripts/contracts/checks.ts';
import { runContracts } from '../../scripts/contracts/run.ts';

/** Runs the checks, which the verb runs on the project, on the folder that is the first argument. */
const [root = '', ...argv] = process.argv.slice(2);
process.exitCode = await runContracts(argv, {
  root: resolve(root),
  env: process.env,
  today: new Date().toISOString().slice(0, 10),
  checks,
  print: (text) => console.log(text),
  complain: (text) => console.error(text),
});
