import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepared } from './prepared.mjs';

await prepared(async ({ root }) => {
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)];
  const vitest = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  vitest.once('exit', (code) => (process.exitCode = code ?? 1));
});
