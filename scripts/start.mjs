import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepared } from './setup/prepared.mjs';
import { START_HELP } from './start/start-help.mjs';

const BUNDLE = 'dist/start/main.js';

const args = process.argv.slice(2);

if (args.includes('--help')) console.log(START_HELP);
else await prepared(start, { isSetUp: (root) => existsSync(join(root, BUNDLE)) && mayBeRunning(root) });

async function start({ root, progress }) {
  process.setSourceMapsEnabled(true);
  const { runStartCommand } = await import(pathToFileURL(join(root, BUNDLE)).href);
  await runStartCommand({ progress, env: process.env, args });
}

/**
 * Packages and bundles must not be replaced under a copy that runs. Only a guess, because nothing may be installed yet:
 * the command itself finds out for sure.
 */
function mayBeRunning(root) {
  try {
    const lock = resolve(root, process.env.GALLERIA_STATE || '.galleria', 'supervisor.lock');
    const { pid, commandLine } = JSON.parse(readFileSync(lock, 'utf8'));
    process.kill(pid, 0);
    return isStillCalled(pid, commandLine);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * After a reboot another program may have the number. Where the system does not show command lines, it is taken for the
 * same.
 */
function isStillCalled(pid, commandLine) {
  const file = `/proc/${pid}/cmdline`;
  return !existsSync(file) || readFileSync(file, 'utf8').split('\0').join(' ').trimEnd() === commandLine;
}
