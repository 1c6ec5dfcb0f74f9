import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectProcess } from '../supervisor/process/process-inspection.ts';
import { acquireSupervisorLock, findRunningSupervisor } from './supervisor-lock.ts';

let directory: string;
let lockFile: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'galleria-lock-'));
  lockFile = join(directory, 'supervisor.lock');
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

describe('acquireSupervisorLock', () => {
  it('refuses a second one and names the process that holds it', () => {
    acquireSupervisorLock(lockFile);
    expect(() => acquireSupervisorLock(lockFile)).toThrowError(
      expect.objectContaining({ code: 'ALREADY_RUNNING', pid: process.pid }),
    );
  });

  it('can be had again after its release', () => {
    acquireSupervisorLock(lockFile).release();
    expect(findRunningSupervisor(lockFile)).toBeUndefined();
    acquireSupervisorLock(lockFile);
    expect(findRunningSupervisor(lockFile)?.pid).toBe(process.pid);
  });

  it('replaces the lock of a process that is gone although its number is in use again', () => {
    writeFileSync(lockFile, JSON.stringify({ pid: process.pid, startTime: 'another boot', commandLine: 'node' }));
    expect(findRunningSupervisor(lockFile)).toBeUndefined();
    acquireSupervisorLock(lockFile);
    expect(findRunningSupervisor(lockFile)).toMatchObject({ pid: process.pid });
  });

  it('replaces a lock that cannot be read', () => {
    writeFileSync(lockFile, '{"pid": 1');
    acquireSupervisorLock(lockFile);
    expect(findRunningSupervisor(lockFile)?.pid).toBe(process.pid);
  });

  it('leaves nothing but the lock behind', () => {
    writeFileSync(lockFile, 'stale');
    acquireSupervisorLock(lockFile);
    expect(() => acquireSupervisorLock(lockFile)).toThrow();
    expect(readdirSync(directory)).toEqual(['supervisor.lock']);
  });

  it('does not release the lock of another process', () => {
    const lock = acquireSupervisorLock(lockFile);
    const other = JSON.stringify({ ...inspectProcess(process.ppid), pid: process.ppid });
    writeFileSync(lockFile, other);
    lock.release();
    expect(readFileSync(lockFile, 'utf8')).toBe(other);
  });
});
