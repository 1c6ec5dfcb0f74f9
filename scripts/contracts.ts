import { resolve } from 'node:path';
import { startApart } from './contracts/apart.ts';
import { checks } from './contracts/checks.ts';
import { runContracts } from './contracts/run.ts';

/** `npm run contracts`: everything that services and clients rely on of each other. `-- --help` says more. */
const root = resolve(import.meta.dirname, '..');
process.exitCode = await runContracts(process.argv.slice(2), {
  root,
  env: process.env,
  today: new Date().toISOString().slice(0, 10),
  checks,
  apart: startApart(root),
  print: (text) => console.log(text),
  complain: (text) => console.error(text),
});
