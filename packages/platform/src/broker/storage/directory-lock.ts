import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BrokerError } from '../broker-error.ts';

const LOCK_NAME = /^lock\.(\d+)\.(\d+)\.[0-9a-f]+$/;

export interface DirectoryLock {
  release(): void;
}

/**
 * Takes the directory for this broker alone, or throws BrokerError DATA_DIRECTORY_LOCKED.
 *
 * Each contender first puts down a file named after its process, then looks for others. Of two that start at the same
 * moment at least one sees the other and gives way: two never hold the lock. Files of dead processes are swept away, so
 * the lock of a killed broker is free at once.
 *
 * The start time in the name tells a process from a later one with the same id, such as process 1 of a restarted
 * container.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const own = `lock.${process.pid}.${startTimeOf(process.pid)}.${randomBytes(6).toString('hex')}`;
  const path = join(directory, own);
  closeSync(openSync(path, 'wx'));
  const release = () => rmSync(path, { force: true });

  for (const name of readdirSync(directory)) {
    const holder = LOCK_NAME.exec(name);
    if (!holder || name === own) continue;
    const pid = Number(holder[1]);
    if (isAlive(pid, holder[2] ?? '')) {
      release();
      throw new BrokerError('DATA_DIRECTORY_LOCKED', `Process ${pid} already runs a broker in ${directory}`);
    }
    rmSync(join(directory, name), { force: true });
  }
  return { release };
}

function isAlive(pid: number, startTime: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process lives and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return startTimeOf(pid) === startTime;
}

/** Start time in clock ticks since boot, field 22 of /proc/<pid>/stat; '0' where there is no /proc. */
function startTimeOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may contain spaces: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[19] ?? '0';
  } catch {
    return '0';
  }
}
