import { closeSync, constants, fstatSync, ftruncateSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BATCH_HEADER_BYTES, readBatchHeader } from '../../wire/record-batch.ts';
import type { BatchHeader } from '../../wire/record-batch.ts';
import { writeFully } from '../atomic-file.ts';
import { batchesIn, readExactly, scanBatches } from './batch-scan.ts';
import type { ScanEnd, ScannedBatch } from './batch-scan.ts';
import type { DiskSync } from '../disk-sync.ts';
import { INDEX_INTERVAL_BYTES, createSparseIndex } from './sparse-index.ts';

const NAME_DIGITS = 20;

/** One file of a partition's log: batches one after another, the first at `baseOffset`, which names the file. */
export class Segment {
  readonly baseOffset: number;
  readonly path: string;
  readonly #descriptor: number;
  readonly #index = createSparseIndex();
  #bytes = 0;
  #nextOffset: number;
  #maxTimestamp = -1;

  /** Opens the file, or creates it; its content counts only after `load`. */
  constructor(directory: string, baseOffset: number) {
    this.baseOffset = baseOffset;
    this.#nextOffset = baseOffset;
    this.path = join(directory, segmentFileName(baseOffset));
    this.#descriptor = openSync(this.path, constants.O_RDWR | constants.O_CREAT, 0o644);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** The latest timestamp of any record, in milliseconds since 1970; -1 while there is none. */
  get maxTimestamp(): number {
    return this.#maxTimestamp;
  }

  /** Reads what the file holds and returns where and why reading ended. `truncate` cuts off what could not be read. */
  load(isChecked: boolean, onBatch: (header: BatchHeader) => void): ScanEnd & { fileBytes: number } {
    const fileBytes = fstatSync(this.#descriptor).size;
    const scan = scanBatches({ descriptor: this.#descriptor, fileBytes, baseOffset: this.baseOffset, isChecked });
    let step = scan.next();
    for (; !step.done; step = scan.next()) {
      this.#note(step.value.header);
      onBatch(step.value.header);
    }
    return { ...step.value, fileBytes };
  }

  /** Makes the file as long as what was loaded or appended. */
  truncate(): void {
    ftruncateSync(this.#descriptor, this.#bytes);
  }

  /**
   * Appends a batch that already carries its offset. Throws what the file system throws, and then holds what it held.
   */
  append(batch: Buffer, header: BatchHeader): void {
    try {
      writeFully(this.#descriptor, batch, this.#bytes);
    } catch (error) {
      this.truncate();
      throw error;
    }
    this.#note(header);
  }

  /**
   * Whole batches: from the one that holds `offset` to the last before `endOffset`, as many as fit into `maximumBytes`.
   * With `isFirstForced` the first is given even if it does not fit.
   */
  read(offset: number, endOffset: number, maximumBytes: number, isFirstForced: boolean): Buffer {
    const start = this.#index.floor(offset);
    const window = Math.min(this.#bytes - start, maximumBytes + INDEX_INTERVAL_BYTES + BATCH_HEADER_BYTES);
    const bytes = readExactly(this.#descriptor, start, window);
    let from = -1;
    let to = -1;
    for (const { position, header } of batchesIn(bytes)) {
      if (header.baseOffset + header.lastOffsetDelta < offset) continue;
      if (header.baseOffset >= endOffset) break;
      if (from === -1) from = position;
      if (position + header.size - from > maximumBytes) break;
      to = position + header.size;
    }
    if (to > from) return bytes.subarray(from, to);
    return isFirstForced ? this.#readOne(start, offset, endOffset) : bytes.subarray(0, 0);
  }

  /**
   * At least the bytes between the batch that holds the offset and the end of the file, short of one index interval.
   */
  bytesFrom(offset: number): number {
    return this.#bytes - this.#index.floor(offset);
  }

  *batches(): Generator<ScannedBatch & { read: () => Buffer }> {
    const descriptor = this.#descriptor;
    const options = { descriptor, fileBytes: this.#bytes, baseOffset: this.baseOffset, isChecked: false };
    for (const batch of scanBatches(options)) {
      yield { ...batch, read: () => readExactly(descriptor, batch.position, batch.header.size) };
    }
  }

  sync(disk: DiskSync): Promise<void> {
    return disk.data(this.#descriptor);
  }

  syncNow(disk: DiskSync): void {
    disk.dataNow(this.#descriptor);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  #note(header: BatchHeader): void {
    this.#index.note(header.baseOffset, this.#bytes);
    this.#bytes += header.size;
    this.#nextOffset = header.baseOffset + header.lastOffsetDelta + 1;
    this.#maxTimestamp = Math.max(this.#maxTimestamp, header.maxTimestamp);
  }

  #readOne(start: number, offset: number, endOffset: number): Buffer {
    let position = start;
    while (position < this.#bytes) {
      const head = readExactly(this.#descriptor, position, BATCH_HEADER_BYTES);
      const batch = readBatchHeader(head);
      if (batch.baseOffset >= endOffset) break;
      if (batch.baseOffset + batch.lastOffsetDelta >= offset)
        return readExactly(this.#descriptor, position, batch.size);
      position += batch.size;
    }
    return Buffer.alloc(0);
  }
}

function segmentFileName(baseOffset: number): string {
  return `${String(baseOffset).padStart(NAME_DIGITS, '0')}.log`;
}

/** The base offset that a file name states; null for files that are no segment. */
export function segmentBaseOffset(fileName: string): number | null {
  return /^\d{20}\.log$/.test(fileName) ? Number(fileName.slice(0, NAME_DIGITS)) : null;
}
