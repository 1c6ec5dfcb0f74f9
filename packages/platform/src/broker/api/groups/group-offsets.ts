import type { CommittedOffset } from '../../groups/committed-offsets.ts';
import { requireSmallMetadata } from '../../groups/group-coordinator.ts';
import type { GroupCoordinator } from '../../groups/group-coordinator.ts';
import type { TopicStore } from '../../storage/topics/topic-store.ts';
import { ErrorCode, refusalOf } from '../../wire/error-code.ts';
import type { ProtocolReader } from '../../wire/protocol-reader.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';

const NOTHING_COMMITTED = { offset: -1, metadata: '' };

interface Dependencies {
  readonly coordinator: GroupCoordinator;
  readonly topics: TopicStore;
}

/** OffsetCommit: partitions that exist are committed together; each that does not is refused alone. */
export function createOffsetCommitApi({ coordinator, topics }: Dependencies): Api {
  return {
    key: 8,
    name: 'OffsetCommit',
    versions: { lowest: 5, highest: 5 },
    async handle({ body }, response) {
      const groupId = body.string();
      const generation = body.int32();
      const memberId = body.string();
      const wanted = body.array(() => readCommit(body));
      const accepted: CommittedOffset[] = [];
      const results = wanted.map(({ topic, offsets }) => ({
        topic,
        partitions: offsets.map((offset) => {
          const errorCode = checkOffset(topics, offset);
          if (errorCode === ErrorCode.NONE) accepted.push(offset);
          return { partition: offset.partition, errorCode };
        }),
      }));
      const groupErrorCode = await codeOf(coordinator.commit(groupId, memberId, generation, accepted));
      response.int32(NO_THROTTLE_MS);
      return response.array(results, ({ topic, partitions }) => {
        response.string(topic).array(partitions, ({ partition, errorCode }) => {
          response.int32(partition).int16(groupErrorCode === ErrorCode.NONE ? errorCode : groupErrorCode);
        });
      });
    },
  };
}

/** OffsetFetch: of the partitions named, or of all that have an offset. */
export function createOffsetFetchApi({ coordinator }: Pick<Dependencies, 'coordinator'>): Api {
  return {
    key: 9,
    name: 'OffsetFetch',
    versions: { lowest: 3, highest: 4 },
    handle({ body }, response) {
      const groupId = body.string();
      const named = body.nullableArray(() => ({ topic: body.string(), partitions: body.array(() => body.int32()) }));
      const wanted = named ?? byTopic(coordinator.committed(groupId));
      response.int32(NO_THROTTLE_MS).array(wanted, ({ topic, partitions }) => {
        response.string(topic).array(partitions, (partition) => {
          const committed = coordinator.committedOffset(groupId, topic, partition) ?? NOTHING_COMMITTED;
          response.int32(partition).int64(committed.offset).nullableString(committed.metadata).int16(ErrorCode.NONE);
        });
      });
      return response.int16(ErrorCode.NONE);
    },
  };
}

function readCommit(body: ProtocolReader): { topic: string; offsets: CommittedOffset[] } {
  const topic = body.string();
  const offsets = body.array(() => ({
    topic,
    partition: body.int32(),
    offset: body.int64(),
    metadata: body.nullableString(),
  }));
  return { topic, offsets };
}

function checkOffset(topics: TopicStore, { topic, partition, metadata }: CommittedOffset): ErrorCode {
  try {
    topics.partition(topic, partition);
    requireSmallMetadata(metadata);
    return ErrorCode.NONE;
  } catch (error) {
    return refusalOf(error).errorCode;
  }
}

function codeOf(outcome: Promise<void>): Promise<ErrorCode> {
  return outcome.then(
    () => ErrorCode.NONE,
    (error: unknown) => refusalOf(error).errorCode,
  );
}

function byTopic(offsets: readonly CommittedOffset[]): { topic: string; partitions: number[] }[] {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of offsets) topics.set(topic, [...(topics.get(topic) ?? []), partition]);
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
}
