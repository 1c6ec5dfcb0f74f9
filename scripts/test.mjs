import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { prepared } from './setup/prepared.mjs';

/**
 * Without arguments all tests in two runs: the system tests start the whole of Galleria, and would share two cores with everything
 * else otherwise. With arguments, what vitest makes of them.
 */
const ALL = [
  ['--project', 'unit', '--project', 'architecture', '--project', 'integration'],
  ['--project', 'system'],
];

await prepared(async ({ root }) => {
  const given = process.argv.slice(2);
  for (const args of given.length > 0 ? [given] : ALL) {
    const command = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args];
    const vitest = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' });
    const [code] = await once(vitest, 'exit');
    if (code !== 0) process.exitCode = code ?? 1;
  }
});
