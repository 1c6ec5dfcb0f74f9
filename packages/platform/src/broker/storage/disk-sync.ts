import { closeSync, fdatasync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';

/**
 * When written bytes are forced to the disk.
 * 'always': before an acknowledgement; survives loss of power. 'every-second': survives the death of the process, and
 * loss of power but for the last second. 'never': survives the death of the process; for tests.
 */
export type FsyncMode = 'always' | 'every-second' | 'never';

export const FSYNC_MODES: readonly FsyncMode[] = ['always', 'every-second', 'never'];

/** The ways to force bytes to the disk, as an argument: in mode 'never' they do nothing, in tests they can fail. */
export interface DiskSync {
  /** Forces a file's data without blocking the process. */
  data(descriptor: number): Promise<void>;
  dataNow(descriptor: number): void;
  /** Forces a directory's entries: without it a new, renamed or removed file may be undone by a loss of power. */
  directoryNow(path: string): void;
}

export function createDiskSync(mode: FsyncMode): DiskSync {
  return mode === 'never' ? NO_SYNC : REAL_SYNC;
}

const REAL_SYNC: DiskSync = {
  data: (descriptor) =>
    new Promise((resolve, reject) => {
      fdatasync(descriptor, (error) => (error ? reject(error) : resolve()));
    }),
  dataNow: (descriptor) => fdatasyncSync(descriptor),
  directoryNow(path) {
    const descriptor = openSync(path, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
};

const NO_SYNC: DiskSync = { data: () => Promise.resolve(), dataNow: () => undefined, directoryNow: () => undefined };
