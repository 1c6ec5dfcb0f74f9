import { crc32c } from './crc32c.ts';

/** Base offset and length: what must be read to know where the next batch starts. */
const BATCH_PREFIX_BYTES = 12;
/** A batch without records: everything before its first record. */
export const BATCH_HEADER_BYTES = 61;
/** One leader for ever, so one epoch for ever. It stands outside the CRC, hence recovery compares it. */
export const LEADER_EPOCH = 0;

const AT = {
  baseOffset: 0,
  length: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
} as const;

/**
 * The header of a RecordBatch version 2 (https://kafka.apache.org/documentation/#recordbatch). Timestamps are
 * milliseconds since 1970.
 */
export interface BatchHeader {
  readonly baseOffset: number;
  /** The whole batch in bytes, prefix included. */
  readonly size: number;
  readonly leaderEpoch: number;
  readonly magic: number;
  readonly attributes: number;
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  /** -1 for a producer that is not idempotent. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly recordCount: number;
}

/** Reads the header at `start`; the caller makes sure that BATCH_HEADER_BYTES follow. */
export function readBatchHeader(bytes: Buffer, start = 0): BatchHeader {
  return {
    baseOffset: Number(bytes.readBigInt64BE(start + AT.baseOffset)),
    size: batchSize(bytes, start),
    leaderEpoch: bytes.readInt32BE(start + AT.leaderEpoch),
    magic: bytes.readInt8(start + AT.magic),
    attributes: bytes.readInt16BE(start + AT.attributes),
    lastOffsetDelta: bytes.readInt32BE(start + AT.lastOffsetDelta),
    baseTimestamp: Number(bytes.readBigInt64BE(start + AT.baseTimestamp)),
    maxTimestamp: Number(bytes.readBigInt64BE(start + AT.maxTimestamp)),
    producerId: Number(bytes.readBigInt64BE(start + AT.producerId)),
    producerEpoch: bytes.readInt16BE(start + AT.producerEpoch),
    baseSequence: bytes.readInt32BE(start + AT.baseSequence),
    recordCount: bytes.readInt32BE(start + AT.recordCount),
  };
}

/** The whole batch in bytes, from its prefix alone. */
export function batchSize(bytes: Buffer, start: number): number {
  return BATCH_PREFIX_BYTES + bytes.readInt32BE(start + AT.length);
}

export function isBatchIntact(batch: Buffer): boolean {
  return crc32c(batch, AT.attributes) === batch.readUInt32BE(AT.crc);
}

/** Gives a batch its place in the log. The CRC covers what comes after these fields, so it stays valid. */
export function placeBatch(batch: Buffer, baseOffset: number): void {
  batch.writeBigInt64BE(BigInt(baseOffset), AT.baseOffset);
  batch.writeInt32BE(LEADER_EPOCH, AT.leaderEpoch);
}

/** Compression codec of the records: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd. */
export function compressionOf(header: BatchHeader): number {
  return header.attributes & 0b111;
}

export function isTransactional(header: BatchHeader): boolean {
  return (header.attributes & 0b1_0000) !== 0;
}

export function isControlBatch(header: BatchHeader): boolean {
  return (header.attributes & 0b10_0000) !== 0;
}
