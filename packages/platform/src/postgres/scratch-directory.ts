import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

/** A file system in memory, where Linux has one: a new cluster is a thousand files, and a busy disk takes a second. */
const MEMORY = '/dev/shm';
/** A cluster with a few small databases is a fifth of it. A container has 64 MB unless it is given more. */
const ROOM = 512 * 1_048_576;

/** Where to put what is small and wanted for seconds: in memory when there is ample room, and on disk otherwise. */
export async function scratchDirectory(memory: string = MEMORY, room: number = ROOM): Promise<string> {
  try {
    await access(memory, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(memory);
    return bavail * bsize >= room ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}
