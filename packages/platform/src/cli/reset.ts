import { clearStateDirectory, createStateDirectory, type StateDirectory } from '../state/state-directory.ts';
import { acquireSupervisorLock } from '../state/supervisor-lock.ts';
import { stopLeftovers } from '../supervisor/prepare-start.ts';

/**
 * Forgets everything: databases, events, mails, logs, secrets. Processes that a killed run left behind are stopped
 * first. Throws `AlreadyRunningError` while Galleria runs; holding the same lock, it cannot be overtaken by a start.
 */
export async function resetGalleria(state: StateDirectory): Promise<void> {
  await createStateDirectory(state);
  const lock = acquireSupervisorLock(state.lockFile);
  try {
    await stopLeftovers(state);
    await clearStateDirectory(state);
  } finally {
    lock.release();
  }
}
