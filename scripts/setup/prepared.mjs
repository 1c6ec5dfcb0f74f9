import { resolve } from 'node:path';
import { nodeVersionProblem } from './node-version.mjs';

const root = resolve(import.meta.dirname ?? '.', '../..');

/**
 * Runs `work` in a clone that is set up, and shows what went wrong, if anything, in a way that a person can use.
 *
 * @param {(context: { root: string, progress: object }) => Promise<void>} work
 * @param {{ isSetUp?: (root: string) => boolean }} options `isSetUp` true: whatever the files say, nothing is to be changed now
 */
export async function prepared(work, { isSetUp = () => false } = {}) {
  const problem = nodeVersionProblem();
  if (problem !== undefined) return fail(problem);
  const [{ createProgress }, { SetupError, setUp }] = await Promise.all([
    import('./progress.mjs'),
    import('./setup.mjs'),
  ]);
  const progress = createProgress();
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
