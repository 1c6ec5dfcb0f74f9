import { closeSync, fstatSync, openSync, readSync, renameSync, statSync, truncateSync, copyFileSync } from 'node:fs';

const LARGEST_LOG_BYTES = 20 * 1024 * 1024;

/** At a start: a long log makes room for a new one, and one older is kept as `<file>.1`. */
export function rotateLog(file: string, largestBytes = LARGEST_LOG_BYTES): void {
  if (sizeOf(file) > largestBytes) renameSync(file, `${file}.1`);
}

/**
 * While a process writes to it: copies and empties. The process has the file open for appending, so it goes on at the
 * new end. Lines written between the two calls are lost, which a development log can bear.
 */
export function truncateLog(file: string, largestBytes = LARGEST_LOG_BYTES): boolean {
  if (sizeOf(file) <= largestBytes) return false;
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
  return true;
}

/**
 * Reads complete lines from a byte on; at most the last `mostBytes` of them. `end` is where the next reading begins.
 */
export function readLines(file: string, from: number, mostBytes = 256 * 1024): { lines: string[]; end: number } {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return { lines: [], end: 0 };
  }
  try {
    const size = fstatSync(descriptor).size;
    const start = Math.max(from > size ? 0 : from, size - mostBytes);
    const buffer = Buffer.alloc(size - start);
    const complete = buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, start)).lastIndexOf('\n') + 1;
    const text = buffer.toString('utf8', 0, complete);
    return { lines: text.split('\n').filter((line) => line !== ''), end: start + complete };
  } finally {
    closeSync(descriptor);
  }
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
