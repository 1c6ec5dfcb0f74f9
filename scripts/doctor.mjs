import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { areDependenciesInstalled } from './setup/freshness.mjs';
import { nodeVersionProblem } from './setup/node-version.mjs';
import { folderNameProblem } from './setup/project-folder.mjs';
import { settleEnvironment } from './setup/shell-environment.mjs';

/** What the other checks need to run at all is looked at first, by what needs nothing. */
const root = resolve(import.meta.dirname ?? '.', '..');
const problem = nodeVersionProblem();
const folderProblem = folderNameProblem(root);
for (const note of settleEnvironment(process.env)) console.log(`\n  ! shell       ${note}`);

if (problem !== undefined) {
  console.error(`\n  ✗ Node        ${problem}\n                → Install a newer Node from https://nodejs.org.\n`);
  process.exitCode = 1;
} else if (folderProblem !== undefined) {
  console.error(`\n  ✗ folder      ${folderProblem.replace('\n', '\n                → ')}\n`);
  process.exitCode = 1;
} else if (!areDependenciesInstalled(root)) {
  console.error(
    '\n  ✗ packages    missing, or older than package-lock.json\n                → npm ci installs them.\n',
  );
  process.exitCode = 1;
} else {
  const doctor = spawn(process.execPath, ['--import', 'tsx', 'scripts/doctor/main.ts'], {
    cwd: root,
    stdio: 'inherit',
  });
  const [code] = await once(doctor, 'exit');
  process.exitCode = code ?? 1;
}
