import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { prepared } from './prepared.mjs';

/**
 * Runs a program in TypeScript of this project, in a clone that is set up, with the arguments of this one. Its exit
 * code becomes ours.
 *
 * @param {string} program relative to the root
 */
export async function runProgram(program) {
  await prepared(async ({ root }) => {
    const command = ['--import', 'tsx', program, ...process.argv.slice(2)];
    const run = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' });
    const [code] = await once(run, 'exit');
    process.exitCode = code ?? 1;
  });
}
