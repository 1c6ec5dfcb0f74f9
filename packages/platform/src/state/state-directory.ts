import { constants } from 'node:fs';
import { access, mkdir, rm, rmdir } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';

/** The places inside `.galleria/`: all that one copy of Galleria remembers between starts. */
export interface StateDirectory {
  readonly root: string;
  readonly postgres: string;
  readonly kafka: string;
  readonly mailbox: string;
  readonly logs: string;
  readonly secretsFile: string;
  readonly lockFile: string;
  /** What runs now, for `npm run status` and for cleaning up after a killed supervisor. */
  readonly runFile: string;
  readonly seededFile: string;
}

/** `GALLERIA_STATE` moves the directory, which lets two copies run from one folder. */
export function resolveStateDirectory(projectRoot: string, configured?: string): StateDirectory {
  const name = configured === undefined || configured === '' ? '.galleria' : configured;
  const root = isAbsolute(name) ? name : resolve(projectRoot, name);
  return {
    root,
    postgres: join(root, 'postgres'),
    kafka: join(root, 'kafka'),
    mailbox: join(root, 'mailbox'),
    logs: join(root, 'logs'),
    secretsFile: join(root, 'secrets.json'),
    lockFile: join(root, 'supervisor.lock'),
    runFile: join(root, 'run.json'),
    seededFile: join(root, 'seeded.json'),
  };
}

/** A folder in which this user cannot keep what Galleria remembers. */
export class StateDirectoryError extends Error {
  override readonly name = 'StateDirectoryError';
  readonly code = 'STATE_DIRECTORY_UNUSABLE';
  readonly kind = 'unavailable';
  readonly retriable = false;
}

/**
 * PostgreSQL makes its own directory: it may have to belong to another user. Throws `StateDirectoryError` where a
 * folder cannot be made or written to.
 */
export async function createStateDirectory(state: StateDirectory): Promise<void> {
  try {
    for (const path of [state.root, state.kafka, state.mailbox, state.logs]) {
      await mkdir(path, { recursive: true });
      await access(path, constants.W_OK | constants.X_OK);
    }
  } catch (cause) {
    throw new StateDirectoryError(
      `Data and logs cannot be kept in ${state.root}: ${(cause as Error).message}\n` +
        'Mend that, or let GALLERIA_STATE name a folder that this user may write to.',
      { cause },
    );
  }
}

/**
 * Removes what Galleria has put there, and the directory if nothing else is in it: somebody may have named one that
 * holds more. The lock goes last, because whoever calls this holds it.
 */
export async function clearStateDirectory({ root, lockFile, ...places }: StateDirectory): Promise<void> {
  const remains = [...Object.values(places), `${places.postgres}.unfinished`];
  await Promise.all(remains.map((path) => rm(path, { recursive: true, force: true })));
  await rm(lockFile, { force: true });
  await rmdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTEMPTY') throw error;
  });
}
