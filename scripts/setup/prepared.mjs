import { resolve } from 'node:path';
import { nodeVersionProblem } from './node-version.mjs';
import { folderNameProblem } from './project-folder.mjs';
import { settleEnvironment } from './shell-environment.mjs';

const root = resolve(import.meta.dirname ?? '.', '../..');

/**
 * Runs `work` in a clone that is set up, and shows what went wrong, if anything, in a way that a person can use.
 *
 * @param {(context: { root: string, progress: object }) => Promise<void>} work
 * @param {{ isSetUp?: (root: string) => boolean }} options `isSetUp` true: whatever the files say, nothing is to be
 * changed now
 */
export async function prepared(work, { isSetUp = () => false } = {}) {
  const problem = nodeVersionProblem() ?? folderNameProblem(root);
  if (problem !== undefined) return fail(problem);
  const [{ createProgress }, { SetupError, setUp }] = await Promise.all([
    import('./progress.mjs'),
    import('./setup.mjs'),
  ]);
  const progress = createProgress();
  for (const note of settleEnvironment(process.env)) progress.print(`  ${note}`);
  try {
    if (!isSetUp(root)) await setUp({ root, progress });
    await work({ root, progress });
  } catch (error) {
    progress.close();
    fail(error instanceof SetupError ? error.message : error.stack);
  }
}

function fail(message) {
  console.error(`\n${message}\n`);
  process.exitCode = 1;
}
