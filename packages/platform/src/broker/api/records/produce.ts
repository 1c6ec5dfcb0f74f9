import type { PartitionLog } from '../../storage/log/partition-log.ts';
import type { TopicStore } from '../../storage/topics/topic-store.ts';
import { validateBatch } from '../../storage/log/batch-validation.ts';
import { ErrorCode, ProtocolError, refusalOf } from '../../wire/error-code.ts';
import type { ProtocolReader } from '../../wire/protocol-reader.ts';
import type { ProtocolWriter } from '../../wire/protocol-writer.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';

const ACKS = { none: 0, leader: 1, all: -1 };

interface PartitionRecords {
  readonly topic: string;
  readonly partition: number;
  readonly records: Buffer | null;
}

interface PartitionResult {
  readonly partition: number;
  readonly errorCode: ErrorCode;
  readonly baseOffset: number;
  readonly startOffset: number;
}

/** Produce. With acks "all" the answer waits for the disk where the fsync mode is 'always'. */
export function createProduceApi({ topics }: { topics: TopicStore }): Api {
  return {
    key: 0,
    name: 'Produce',
    versions: { lowest: 3, highest: 7 },
    async handle({ version, body }, response) {
      const { refusal, acks, batches } = readProduce(body);
      const results = await Promise.all(
        batches.map(async ({ topic, partitions }) => ({
          topic,
          partitions: await Promise.all(partitions.map((records) => appendRecords(topics, records, acks, refusal))),
        })),
      );
      if (acks === ACKS.none) return null;
      response.array(results, ({ topic, partitions }) => {
        response.string(topic).array(partitions, (result) => writeResult(response, version, result));
      });
      return response.int32(NO_THROTTLE_MS);
    },
  };
}

function readProduce(body: ProtocolReader) {
  const transactionalId = body.nullableString();
  const acks = body.int16();
  body.int32(); // timeout: there is no replica to wait for
  const batches = body.array(() => {
    const topic = body.string();
    return {
      topic,
      partitions: body.array((): PartitionRecords => ({
        topic,
        partition: body.int32(),
        records: body.nullableBytes(),
      })),
    };
  });
  return { acks, batches, refusal: refusalFor(transactionalId, acks) };
}

function refusalFor(transactionalId: string | null, acks: number): ProtocolError | null {
  if (transactionalId !== null) return new ProtocolError(ErrorCode.INVALID_REQUEST, 'Transactions are not supported');
  if (Object.values(ACKS).includes(acks)) return null;
  return new ProtocolError(ErrorCode.INVALID_REQUIRED_ACKS, `acks must be 0, 1 or -1, not ${acks}`);
}

async function appendRecords(
  topics: TopicStore,
  { topic, partition, records }: PartitionRecords,
  acks: number,
  refusal: ProtocolError | null,
): Promise<PartitionResult> {
  try {
    if (refusal) throw refusal;
    const log = topics.partition(topic, partition);
    const header = validateBatch(records, topics.topic(topic).config['max.message.bytes']);
    const baseOffset = log.append(header.batch, header);
    await waitForDisk(log, acks);
    return { partition, errorCode: ErrorCode.NONE, baseOffset, startOffset: log.startOffset };
  } catch (error) {
    return { partition, errorCode: refusalOf(error).errorCode, baseOffset: -1, startOffset: -1 };
  }
}

async function waitForDisk(log: PartitionLog, acks: number): Promise<void> {
  if (!log.needsFlush) return;
  const flushed = log.flush();
  if (acks === ACKS.all) await flushed;
  // The log itself reports and remembers the failure; this producer did not ask to hear of it.
  else flushed.catch(() => undefined);
}

function writeResult(response: ProtocolWriter, version: number, result: PartitionResult): void {
  const noAppendTime = -1;
  response.int32(result.partition).int16(result.errorCode).int64(result.baseOffset).int64(noAppendTime);
  if (version >= 5) response.int64(result.startOffset);
}
