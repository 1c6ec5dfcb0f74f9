import { findOffsetAtTime } from '../../storage/log/record-timestamps.ts';
import type { TopicStore } from '../../storage/topics/topic-store.ts';
import { ErrorCode, refusalOf } from '../../wire/error-code.ts';
import type { ProtocolWriter } from '../../wire/protocol-writer.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';

/** Times with a meaning of their own. */
const LATEST = -1;
const EARLIEST = -2;
const UNKNOWN = -1;

/** ListOffsets: the offset at the start, at the end, or at a time. */
export function createListOffsetsApi({ topics }: { topics: TopicStore }): Api {
  return {
    key: 2,
    name: 'ListOffsets',
    versions: { lowest: 2, highest: 3 },
    handle({ body }, response) {
      body.int32(); // replica id
      body.int8(); // isolation level: without transactions both levels are the same
      const wanted = body.array(() => ({
        topic: body.string(),
        partitions: body.array(() => ({ partition: body.int32(), time: body.int64() })),
      }));
      response.int32(NO_THROTTLE_MS);
      return response.array(wanted, ({ topic, partitions }) => {
        response.string(topic).array(partitions, ({ partition, time }) => {
          writeOffset(response.int32(partition), () => offsetAt(topics, topic, partition, time));
        });
      });
    },
  };
}

function offsetAt(topics: TopicStore, topic: string, partition: number, time: number) {
  const log = topics.partition(topic, partition);
  if (time === LATEST) return { offset: log.highWatermark, timestamp: UNKNOWN };
  if (time === EARLIEST) return { offset: log.startOffset, timestamp: UNKNOWN };
  return findOffsetAtTime(log, time) ?? { offset: UNKNOWN, timestamp: UNKNOWN };
}

function writeOffset(response: ProtocolWriter, lookUp: () => { offset: number; timestamp: number }): void {
  try {
    const { offset, timestamp } = lookUp();
    response.int16(ErrorCode.NONE).int64(timestamp).int64(offset);
  } catch (error) {
    response.int16(refusalOf(error).errorCode).int64(UNKNOWN).int64(UNKNOWN);
  }
}
