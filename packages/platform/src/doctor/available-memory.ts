import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';

/**
 * Bytes that new processes may use: what is free and what the system would give back, within the limit of a container.
 */
export function availableMemory(read: (file: string) => string = (file) => readFileSync(file, 'utf8')): number {
  const ofSystem = kilobytes(tryRead(read, '/proc/meminfo')) ?? freemem();
  const limit = Number(tryRead(read, '/sys/fs/cgroup/memory.max') ?? Number.NaN);
  const used = Number(tryRead(read, '/sys/fs/cgroup/memory.current') ?? Number.NaN);
  return Number.isFinite(limit) && Number.isFinite(used) ? Math.min(ofSystem, Math.max(0, limit - used)) : ofSystem;
}

function kilobytes(meminfo: string | undefined): number | undefined {
  const [, text] = /^MemAvailable:\s+(\d+) kB/m.exec(meminfo ?? '') ?? [];
  return text === undefined ? undefined : Number(text) * 1024;
}

function tryRead(read: (file: string) => string, file: string): string | undefined {
  try {
    return read(file);
  } catch {
    return undefined;
  }
}
