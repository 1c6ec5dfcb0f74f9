import { crc32c } from '../../../src/broker/wire/crc32c.ts';
import { ProtocolWriter } from '../../../src/broker/wire/protocol-writer.ts';

export interface BatchFixture {
  readonly values: readonly string[];
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly baseOffset?: number;
  /** Milliseconds since 1970, of every record. */
  readonly timestamp?: number;
  readonly attributes?: number;
}

/** A RecordBatch version 2 as a producer sends it, uncompressed. */
export function encodeBatch(fixture: BatchFixture): Buffer {
  const { values, producerId = -1, producerEpoch = -1, baseSequence = -1, baseOffset = 0 } = fixture;
  const { timestamp = Date.now(), attributes = 0 } = fixture;
  const records = Buffer.concat(values.map((value, index) => encodeRecord(value, index)));
  const writer = new ProtocolWriter().int64(baseOffset).int32(0).int32(0).int8(2).int32(0);
  writer
    .int16(attributes)
    .int32(values.length - 1)
    .int64(timestamp)
    .int64(timestamp);
  writer.int64(producerId).int16(producerEpoch).int32(baseSequence).int32(values.length);
  const batch = Buffer.concat([writer.toBuffer(), records]);
  batch.writeInt32BE(batch.length - 12, 8);
  return withChecksum(batch);
}

/** Makes the checksum fit the bytes after it. */
export function withChecksum(batch: Buffer): Buffer {
  batch.writeUInt32BE(crc32c(batch, 21), 17);
  return batch;
}

function encodeRecord(value: string, offsetDelta: number): Buffer {
  const bytes = Buffer.from(value);
  const noKey = varint(-1);
  const body = [Buffer.from([0]), varint(0), varint(offsetDelta), noKey, varint(bytes.length), bytes, varint(0)];
  const record = Buffer.concat(body);
  return Buffer.concat([varint(record.length), record]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value < 0 ? -value * 2 - 1 : value * 2;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}
