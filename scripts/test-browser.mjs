import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { prepared } from './setup/prepared.mjs';

/** The journeys through the shop in a real browser; arguments are those of `playwright test`. */
await prepared(async ({ root }) => {
  const command = ['--import', 'tsx', 'tests/browser/run.ts', ...process.argv.slice(2)];
  const run = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' });
  const [code] = await once(run, 'exit');
  process.exitCode = code ?? 1;
});
