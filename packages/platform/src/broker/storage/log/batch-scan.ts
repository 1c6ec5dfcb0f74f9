import { readSync } from 'node:fs';
import {
  BATCH_HEADER_BYTES,
  LEADER_EPOCH,
  batchSize,
  isBatchIntact,
  readBatchHeader,
} from '../../wire/record-batch.ts';
import type { BatchHeader } from '../../wire/record-batch.ts';

const WINDOW_BYTES = 1024 * 1024;

export interface ScannedBatch {
  readonly position: number;
  readonly header: BatchHeader;
}

export interface ScanEnd {
  /** Where the readable part of the file ends. */
  readonly position: number;
  readonly nextOffset: number;
  /** Why reading ended before the end of the file; null where it did not. */
  readonly problem: string | null;
}

export interface ScanOptions {
  readonly descriptor: number;
  readonly fileBytes: number;
  readonly baseOffset: number;
  /** Whether to read the records too and compare checksums. */
  readonly isChecked: boolean;
}

/**
 * Walks the batches of a segment file and stops at the first thing that cannot be one. Offsets must follow each other
 * without a gap, since this broker neither compacts nor replicates. That also catches damage in the fields outside the
 * CRC.
 */
export function* scanBatches(options: ScanOptions): Generator<ScannedBatch, ScanEnd> {
  const { fileBytes, isChecked } = options;
  const view = createFileWindow(options.descriptor, fileBytes);
  let position = 0;
  let nextOffset = options.baseOffset;
  const endBecause = (problem: string | null): ScanEnd => ({ position, nextOffset, problem });

  while (position < fileBytes) {
    if (fileBytes - position < BATCH_HEADER_BYTES) return endBecause('a batch header is cut off');
    const head = view(position, BATCH_HEADER_BYTES);
    const size = batchSize(head, 0);
    if (size < BATCH_HEADER_BYTES) return endBecause('a batch is shorter than its header');
    if (size > fileBytes - position) return endBecause('a batch is cut off');
    const header = readBatchHeader(head);
    if (header.magic !== 2) return endBecause('a batch has an unknown format');
    if (header.baseOffset !== nextOffset) return endBecause('offsets do not follow each other');
    if (header.leaderEpoch !== LEADER_EPOCH) return endBecause('a batch has an unknown leader epoch');
    if (isChecked && !isBatchIntact(view(position, size))) return endBecause('a checksum does not match');
    if (header.lastOffsetDelta < 0) return endBecause('a batch counts backwards');
    yield { position, header };
    position += size;
    nextOffset += header.lastOffsetDelta + 1;
  }
  return endBecause(null);
}

/** The whole batches at the start of the bytes, without copying. */
export function* batchesIn(bytes: Buffer): Generator<ScannedBatch> {
  let position = 0;
  while (bytes.length - position >= BATCH_HEADER_BYTES) {
    const size = batchSize(bytes, position);
    if (size > bytes.length - position || size < BATCH_HEADER_BYTES) return;
    yield { position, header: readBatchHeader(bytes, position) };
    position += size;
  }
}

/** Reads at least `length` bytes at the position, through a window so that small batches share one read call. */
function createFileWindow(descriptor: number, fileBytes: number): (position: number, length: number) => Buffer {
  let window: Buffer = Buffer.alloc(0);
  let start = 0;
  return (position, length) => {
    if (position < start || position + length > start + window.length) {
      const wanted = Math.min(Math.max(length, WINDOW_BYTES), fileBytes - position);
      window = readExactly(descriptor, position, wanted);
      start = position;
    }
    return window.subarray(position - start, position - start + length);
  };
}

/** Reads exactly `length` bytes; throws RangeError where the file is shorter. */
export function readExactly(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const count = readSync(descriptor, bytes, read, length - read, position + read);
    if (count === 0) throw new RangeError(`The file ends before position ${position + length}`);
    read += count;
  }
  return bytes;
}
