import { relative, resolve } from 'node:path';
import { resetGalleria } from '@galleria/platform/cli/reset';
import { resolveStateDirectory } from '@galleria/platform/state/state-directory';
import { AlreadyRunningError } from '@galleria/platform/state/supervisor-lock';

const root = resolve(import.meta.dirname, '..');
const state = resolveStateDirectory(root, process.env['GALLERIA_STATE']);

try {
  await resetGalleria(state);
  console.log(`${relative(process.cwd(), state.root)} is cleared. The next npm start begins anew.`);
} catch (error) {
  if (!(error instanceof AlreadyRunningError)) throw error;
  console.error(`${error.message} Stop it first: its databases cannot be cleared under it.`);
  process.exitCode = 1;
}
