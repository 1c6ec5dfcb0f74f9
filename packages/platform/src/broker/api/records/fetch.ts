import type { TopicStore } from '../../storage/topics/topic-store.ts';
import { ErrorCode, refusalOf } from '../../wire/error-code.ts';
import type { ProtocolReader } from '../../wire/protocol-reader.ts';
import type { ProtocolWriter } from '../../wire/protocol-writer.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';
import { waitForRecords } from './fetch-wait.ts';

const NO_SESSION = 0;
const NO_PREFERRED_REPLICA = -1;
/** Whatever a client asks for, one response stays far below the largest frame. */
const LARGEST_RESPONSE_BYTES = 50 * 1024 * 1024;

export interface FetchPartition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly maximumBytes: number;
}

export interface FetchRequest {
  readonly maximumWaitMs: number;
  readonly minimumBytes: number;
  readonly maximumBytes: number;
  readonly sessionId: number;
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly FetchPartition[] }[];
}

/** Fetch, version 11, without fetch sessions: a client that asks for one is told that there is none and sends all partitions. */
export function createFetchApi({ topics }: { topics: TopicStore }): Api {
  return {
    key: 1,
    name: 'Fetch',
    versions: { lowest: 11, highest: 11 },
    async handle({ body, closed }, response) {
      const request = readFetch(body);
      response.int32(NO_THROTTLE_MS);
      if (request.sessionId !== NO_SESSION) {
        return response.int16(ErrorCode.FETCH_SESSION_ID_NOT_FOUND).int32(NO_SESSION).int32(0);
      }
      await waitForRecords(request, topics, closed);
      let bytesLeft = Math.min(request.maximumBytes, LARGEST_RESPONSE_BYTES);
      let isEmpty = true;
      response.int16(ErrorCode.NONE).int32(NO_SESSION);
      return response.array(request.topics, ({ topic, partitions }) => {
        response.string(topic).array(partitions, (partition) => {
          // The first records go out even if they exceed the limits, or a consumer could never get past them (KIP-74).
          const written = writePartition(response, topics, partition, bytesLeft, isEmpty);
          bytesLeft = Math.max(0, bytesLeft - written);
          isEmpty &&= written === 0;
        });
      });
    },
  };
}

function readFetch(body: ProtocolReader): FetchRequest {
  body.int32(); // replica id
  const maximumWaitMs = body.int32();
  const minimumBytes = body.int32();
  const maximumBytes = body.int32();
  body.int8(); // isolation level: without transactions both levels are the same
  const sessionId = body.int32();
  body.int32(); // session epoch
  const topics = body.array(() => {
    const topic = body.string();
    return { topic, partitions: body.array(() => readPartition(body, topic)) };
  });
  body.array(() => [body.string(), body.array(() => body.int32())]); // forgotten topics, of sessions only
  body.string(); // rack
  return { maximumWaitMs, minimumBytes, maximumBytes, sessionId, topics };
}

function readPartition(body: ProtocolReader, topic: string): FetchPartition {
  const partition = body.int32();
  body.int32(); // current leader epoch
  const offset = body.int64();
  body.int64(); // log start offset, of followers only
  return { topic, partition, offset, maximumBytes: body.int32() };
}

function writePartition(
  response: ProtocolWriter,
  topics: TopicStore,
  { topic, partition, offset, maximumBytes }: FetchPartition,
  bytesLeft: number,
  isFirstForced: boolean,
): number {
  response.int32(partition);
  try {
    const log = topics.partition(topic, partition);
    const limit = Math.max(0, Math.min(maximumBytes, bytesLeft));
    const records = log.read(offset, limit, isFirstForced);
    response.int16(ErrorCode.NONE).int64(log.highWatermark).int64(log.highWatermark).int64(log.startOffset);
    response.int32(0).int32(NO_PREFERRED_REPLICA).bytes(records);
    return records.length;
  } catch (error) {
    response.int16(refusalOf(error).errorCode).int64(-1).int64(-1).int64(-1);
    response.int32(0).int32(NO_PREFERRED_REPLICA).bytes(Buffer.alloc(0));
    return 0;
  }
}
