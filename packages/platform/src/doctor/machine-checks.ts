import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed, ok, warning, type Finding } from './finding.ts';

const MEBIBYTE = 1024 * 1024;
/** A first start writes 250 MB of databases, topics and logs. */
const LEAST_DISK = 500 * MEBIBYTE;
const AMPLE_DISK = 2_048 * MEBIBYTE;
/** All processes use 1.2 GB; in one process half of that. */
const LEAST_MEMORY = 768 * MEBIBYTE;
const AMPLE_MEMORY = 1_536 * MEBIBYTE;

/** `problem` is what scripts/setup/node-version.mjs says of this version. */
export function checkNode(version: string, problem: string | undefined): Finding {
  if (problem === undefined) return ok('Node', version);
  return failed(
    'Node',
    problem,
    'Install a newer Node from https://nodejs.org, or choose it with your version manager.',
  );
}

export function checkPackages(areInstalled: boolean): Finding {
  if (areInstalled) return ok('packages', 'as package-lock.json asks for');
  return failed(
    'packages',
    'missing, or older than package-lock.json',
    'npm ci installs them; npm start does so by itself.',
  );
}

/** Free bytes where the state directory is, or will be. */
export async function checkDisk(
  directory: string,
  freeBytes: (directory: string) => Promise<number> = freeDiskBytes,
): Promise<Finding> {
  const free = await freeBytes(directory);
  const text = `${megabytes(free)} free at ${directory}`;
  const advice = 'Make room there, or let GALLERIA_STATE name a folder on another disk.';
  if (free < LEAST_DISK) return failed('disk', `${text}; ${megabytes(LEAST_DISK)} are needed`, advice);
  return free < AMPLE_DISK ? warning('disk', `${text}, which is little`, advice) : ok('disk', text);
}

export function checkMemory(availableBytes: number): Finding {
  const text = `${megabytes(availableBytes)} available`;
  const advice = 'End other programs, or run npm start -- --single-process, which needs half of it.';
  if (availableBytes < LEAST_MEMORY)
    return failed('memory', `${text}; at least ${megabytes(LEAST_MEMORY)} are needed`, advice);
  return availableBytes < AMPLE_MEMORY
    ? warning('memory', `${text}; all processes together use 1.2 GB`, advice)
    : ok('memory', text);
}

/** Whether this user may write where the state is, or may make the directory. */
export async function checkPermissions(
  directory: string,
  mayWrite: (path: string) => Promise<'yes' | 'no' | 'absent'> = writePermission,
): Promise<Finding> {
  for (let path = directory; ; path = dirname(path)) {
    const answer = await mayWrite(path);
    if (answer === 'yes') return ok('state', path === directory ? directory : `${directory} can be made`);
    if (answer === 'no' || dirname(path) === path) {
      return failed(
        'state',
        `this user may not write to ${path}`,
        `Give the folder to this user (chown), or let GALLERIA_STATE name another one.`,
      );
    }
  }
}

async function writePermission(path: string): Promise<'yes' | 'no' | 'absent'> {
  try {
    await access(path, constants.W_OK | constants.X_OK);
    return 'yes';
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'ENOENT' ? 'absent' : 'no';
  }
}

async function freeDiskBytes(directory: string): Promise<number> {
  for (let path = directory; ; path = dirname(path)) {
    try {
      const { bavail, bsize } = await statfs(path);
      return bavail * bsize;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw thrown;
    }
  }
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / MEBIBYTE)} MB`;
}
