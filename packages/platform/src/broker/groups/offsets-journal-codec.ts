import { crc32c } from '../wire/crc32c.ts';
import { MalformedFrameError, ProtocolReader } from '../wire/protocol-reader.ts';
import { ProtocolWriter } from '../wire/protocol-writer.ts';
import type { OffsetsChange } from './committed-offsets.ts';

/** Length of the body and its CRC-32C, four bytes each. */
const PREFIX_BYTES = 8;
const KIND = { commit: 0, 'forget-group': 1, 'forget-topic': 2 } as const;

/** One entry of the offsets journal: length, checksum, body. */
export function encodeChange(change: OffsetsChange): Buffer {
  const writer = new ProtocolWriter().int32(0).int32(0).int8(KIND[change.kind]);
  writer.string(change.kind === 'forget-topic' ? change.topic : change.group);
  if (change.kind === 'commit') {
    writer.array(change.offsets, ({ topic, partition, offset, metadata }) =>
      writer.string(topic).int32(partition).int64(offset).nullableString(metadata),
    );
  }
  const bytes = writer.toBuffer();
  bytes.writeInt32BE(bytes.length - PREFIX_BYTES, 0);
  bytes.writeUInt32BE(crc32c(bytes, PREFIX_BYTES), 4);
  return bytes;
}

/** The whole entries at the start of the bytes and where the first one that is cut off or damaged begins. */
export function decodeChanges(bytes: Buffer): { changes: OffsetsChange[]; validBytes: number } {
  const changes: OffsetsChange[] = [];
  let position = 0;
  while (bytes.length - position > PREFIX_BYTES) {
    const length = bytes.readInt32BE(position);
    const start = position + PREFIX_BYTES;
    if (length < 1 || length > bytes.length - start) break;
    const body = bytes.subarray(start, start + length);
    if (crc32c(body) !== bytes.readUInt32BE(position + 4)) break;
    changes.push(decodeBody(body));
    position = start + length;
  }
  return { changes, validBytes: position };
}

function decodeBody(body: Buffer): OffsetsChange {
  const reader = new ProtocolReader(body);
  const kind = reader.int8();
  const subject = reader.string();
  if (kind === KIND['forget-group']) return { kind: 'forget-group', group: subject };
  if (kind === KIND['forget-topic']) return { kind: 'forget-topic', topic: subject };
  if (kind !== KIND.commit) throw new MalformedFrameError(`Unknown kind ${kind} of journal entry`);
  const offsets = reader.array(() => ({
    topic: reader.string(),
    partition: reader.int32(),
    offset: reader.int64(),
    metadata: reader.nullableString(),
  }));
  return { kind: 'commit', group: subject, offsets };
}
