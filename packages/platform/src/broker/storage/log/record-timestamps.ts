import { gunzipSync } from 'node:zlib';
import { BATCH_HEADER_BYTES, compressionOf, readBatchHeader } from '../../wire/record-batch.ts';
import type { PartitionLog } from './partition-log.ts';

const CODEC = { none: 0, gzip: 1 };

export interface OffsetAtTime {
  readonly offset: number;
  readonly timestamp: number;
}

/**
 * The first record at or after a time in milliseconds since 1970, or null. Node can look into uncompressed and gzip
 * batches only; of any other it is the batch's first record.
 */
export function findOffsetAtTime(log: PartitionLog, time: number): OffsetAtTime | null {
  for (const segment of log.segments) {
    if (segment.maxTimestamp < time) continue;
    for (const { header, read } of segment.batches()) {
      if (header.maxTimestamp < time || header.baseOffset + header.lastOffsetDelta < log.startOffset) continue;
      if (header.baseOffset >= log.highWatermark) return null;
      const found = recordsOf(read()).find(({ offset, timestamp }) => offset >= log.startOffset && timestamp >= time);
      if (found) return found;
    }
  }
  return null;
}

function recordsOf(batch: Buffer): OffsetAtTime[] {
  const header = readBatchHeader(batch);
  const first = { offset: header.baseOffset, timestamp: header.maxTimestamp };
  const codec = compressionOf(header);
  if (codec !== CODEC.none && codec !== CODEC.gzip) return [first];
  const payload = batch.subarray(BATCH_HEADER_BYTES);
  const bytes = codec === CODEC.gzip ? gunzipSync(payload) : payload;

  const records: OffsetAtTime[] = [];
  let position = 0;
  for (let index = 0; index < header.recordCount; index += 1) {
    const length = readVarint(bytes, position);
    const attributes = 1;
    const timestampDelta = readVarint(bytes, length.end + attributes);
    const offsetDelta = readVarint(bytes, timestampDelta.end);
    const timestamp = header.baseTimestamp + timestampDelta.value;
    records.push({ offset: header.baseOffset + offsetDelta.value, timestamp });
    position = length.end + length.value;
  }
  return records;
}

/** A zig-zag encoded variable-length integer, as in Protocol Buffers. */
function readVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let raw = 0;
  let scale = 1;
  let position = start;
  for (;;) {
    const byte = bytes.readUInt8(position);
    position += 1;
    raw += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
    scale *= 128;
  }
  const value = raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
  return { value, end: position };
}
