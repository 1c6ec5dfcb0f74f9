import { join } from 'node:path';
import { BrokerError } from '../broker-error.ts';
import { readFileIfPresent, replaceFile } from './atomic-file.ts';
import type { DiskSync } from './disk-sync.ts';

/** Ids reserved with one write to the disk; a restart skips what is left of a block. */
const BLOCK_SIZE = 1000;

export interface ProducerIds {
  /** An id that no producer has had before, in this run or an earlier one. */
  next(): number;
}

export function openProducerIds(dataDirectory: string, disk: DiskSync): ProducerIds {
  const path = join(dataDirectory, 'next-producer-id');
  const text = readFileIfPresent(path)?.toString() ?? '0';
  if (!/^\d{1,15}$/.test(text)) throw new BrokerError('DATA_CORRUPT', `${path} does not hold a number`);
  let next = Number(text);
  let reservedUpTo = next;

  return {
    next() {
      if (next === reservedUpTo) {
        replaceFile(path, String(reservedUpTo + BLOCK_SIZE), disk);
        reservedUpTo += BLOCK_SIZE;
      }
      next += 1;
      return next - 1;
    },
  };
}
