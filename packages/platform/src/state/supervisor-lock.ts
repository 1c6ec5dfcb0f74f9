import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { inspectProcess, type ProcessIdentity } from '../supervisor/process/process-inspection.ts';

/** Says that this process, and no other, runs the Galleria of a state directory. */
export interface SupervisorLock {
  release(): void;
}

export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
  readonly code = 'ALREADY_RUNNING';
  readonly kind = 'conflict';
  readonly retriable = false;
  readonly pid: number;

  constructor(pid: number) {
    super(`Galleria already runs here, as pid ${pid}.`);
    this.pid = pid;
  }
}

const holderSchema = z.object({ pid: z.number().int(), startTime: z.string(), commandLine: z.string() });

/**
 * Takes the lock or throws `AlreadyRunningError`. A lock whose process is gone (killed, or before a reboot) is
 * replaced. The file appears with its content in one step, by a hard link, so that no reader ever sees it half written.
 */
export function acquireSupervisorLock(lockFile: string): SupervisorLock {
  const self = inspectProcess(process.pid);
  if (self === undefined)
    throw new Error('This system tells nothing about its processes: neither /proc nor ps can be read.');
  const unfinished = `${lockFile}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(self));
  try {
    placeLock(unfinished, lockFile);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return {
    release: () => {
      if (readLockHolder(lockFile)?.pid === process.pid) rmSync(lockFile, { force: true });
    },
  };
}

/**
 * The process that runs the Galleria of a state directory, if there is one. Its command line may have changed: programs
 * set titles.
 */
export function findRunningSupervisor(lockFile: string): ProcessIdentity | undefined {
  const holder = readLockHolder(lockFile);
  return holder !== undefined && inspectProcess(holder.pid)?.startTime === holder.startTime ? holder : undefined;
}

const ATTEMPTS = 5;

function placeLock(unfinished: string, lockFile: string): void {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (tryLink(unfinished, lockFile)) return;
    const running = findRunningSupervisor(lockFile);
    if (running !== undefined) throw new AlreadyRunningError(running.pid);
    removeStaleLock(lockFile);
  }
  throw new Error(`${lockFile} could not be taken: other processes keep replacing it.`);
}

/** Between judging a lock stale and moving it away another process may have taken it: then it is put back. */
function removeStaleLock(lockFile: string): void {
  const aside = `${lockFile}.stale.${process.pid}`;
  try {
    renameSync(lockFile, aside);
  } catch {
    return;
  }
  if (findRunningSupervisor(aside) !== undefined) tryLink(aside, lockFile);
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readLockHolder(lockFile: string): ProcessIdentity | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(lockFile, 'utf8')));
  } catch {
    return undefined;
  }
}
