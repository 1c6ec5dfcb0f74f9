import type { TopicStore } from '../../storage/topics/topic-store.ts';
import { ErrorCode, refusalOf } from '../../wire/error-code.ts';
import type { ProtocolWriter } from '../../wire/protocol-writer.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';
import { readFetch, type FetchPartition } from './fetch-request.ts';
import { waitForRecords } from './fetch-wait.ts';

const NO_SESSION = 0;
const NO_PREFERRED_REPLICA = -1;
/** Whatever a client asks for, one response stays far below the largest frame. */
const LARGEST_RESPONSE_BYTES = 50 * 1024 * 1024;

/**
 * Fetch, version 11, without fetch sessions: a client that asks for one is told that there is none and sends all
 * partitions.
 */
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
