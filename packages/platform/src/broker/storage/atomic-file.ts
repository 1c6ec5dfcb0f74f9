import { closeSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DiskSync } from './disk-sync.ts';

/** Replaces a small file so that a reader, also after a crash, finds the old content or the new one and no mixture. */
export function replaceFile(path: string, content: string | Uint8Array, sync: DiskSync): void {
  const draft = `${path}.draft`;
  const descriptor = openSync(draft, 'w');
  try {
    writeFully(descriptor, typeof content === 'string' ? Buffer.from(content) : content, 0);
    sync.dataNow(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, path);
  sync.directoryNow(dirname(path));
}

/** Writes every byte at the position; one write call may take fewer than it was given. */
export function writeFully(descriptor: number, bytes: Uint8Array, position: number): void {
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(descriptor, bytes, written, bytes.length - written, position + written);
  }
}

/** The file's content, or null where there is no such file. */
export function readFileIfPresent(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
}

export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
