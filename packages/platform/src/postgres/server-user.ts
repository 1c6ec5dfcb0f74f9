import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { postgresError } from './postgres-errors.ts';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root. Root therefore runs it as the user who owns the data directory, or else as the
 * system's `postgres`, or else as `nobody`; no user is created on the machine. Undefined means: as the current user.
 */
export async function chooseServerUser(dataDirectory: string): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(dataDirectory).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const user = account(accounts, 'postgres') ?? account(accounts, 'nobody');
  if (user !== undefined) return user;
  throw postgresError('PATH_UNREACHABLE', 'PostgreSQL cannot run as root and there is no user postgres or nobody.');
}

/**
 * Whether every directory on the way to `file` lets this user pass; a clone under root's home or `mktemp -d` does not.
 */
export async function canReach(file: string, user: ServerUser): Promise<boolean> {
  for (let directory = path.dirname(file); ; directory = path.dirname(directory)) {
    const { mode, uid, gid } = await stat(directory);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (directory === path.dirname(directory)) return true;
  }
}

function account(accounts: string, name: string): ServerUser | undefined {
  const fields = accounts
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.split(':');
  return fields === undefined ? undefined : { uid: Number(fields[2]), gid: Number(fields[3]) };
}
