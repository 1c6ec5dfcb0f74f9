import type { GroupCoordinator } from '../../groups/group-coordinator.ts';
import type { TopicStore } from '../../storage/topics/topic-store.ts';
import { ErrorCode, ProtocolError, refusalOf } from '../../wire/error-code.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';

interface Dependencies {
  readonly topics: TopicStore;
}

/** An offset that stands for the end of the log. */
const HIGH_WATERMARK = -1;

/** DeleteTopics: the records, and what groups have committed for them. */
export function createDeleteTopicsApi({ topics, coordinator }: Dependencies & { coordinator: GroupCoordinator }): Api {
  return {
    key: 20,
    name: 'DeleteTopics',
    versions: { lowest: 1, highest: 1 },
    async handle({ body }, response) {
      const results = await forEachInOrder(
        body.array(() => body.string()),
        async (name) => {
          await topics.remove(name);
          await coordinator.forgetTopic(name);
        },
      );
      response.int32(NO_THROTTLE_MS);
      return response.array(results, ({ item, errorCode }) => response.string(item).int16(errorCode));
    },
  };
}

/** CreatePartitions: raises the number of a topic's partitions to the count asked for. */
export function createCreatePartitionsApi({ topics }: Dependencies): Api {
  return {
    key: 37,
    name: 'CreatePartitions',
    versions: { lowest: 0, highest: 1 },
    async handle({ body }, response) {
      const wanted = body.array(() => ({
        name: body.string(),
        count: body.int32(),
        assignments: body.nullableArray(() => body.array(() => body.int32())),
      }));
      body.int32(); // timeout: creation is immediate
      const isDryRun = body.boolean();
      const results = await forEachInOrder(wanted, async ({ name, count, assignments }) => {
        if (assignments && assignments.length > 0) {
          throw new ProtocolError(ErrorCode.INVALID_REPLICA_ASSIGNMENT, 'Partitions cannot be assigned to nodes');
        }
        if (isDryRun) topics.requireGrowable(name, count);
        else topics.grow(name, count);
      });
      response.int32(NO_THROTTLE_MS);
      return response.array(results, ({ item, errorCode, message }) => {
        response.string(item.name).int16(errorCode).nullableString(message);
      });
    },
  };
}

/** DeleteRecords: everything before an offset; -1 for everything. */
export function createDeleteRecordsApi({ topics }: Dependencies): Api {
  return {
    key: 21,
    name: 'DeleteRecords',
    versions: { lowest: 0, highest: 1 },
    async handle({ body }, response) {
      const wanted = body.array(() => ({
        topic: body.string(),
        partitions: body.array(() => ({ partition: body.int32(), offset: body.int64() })),
      }));
      response.int32(NO_THROTTLE_MS).int32(wanted.length);
      for (const { topic, partitions } of wanted) {
        const results = await forEachInOrder(partitions, async ({ partition, offset }) => {
          const log = topics.partition(topic, partition);
          await log.deleteBefore(offset === HIGH_WATERMARK ? log.highWatermark : offset);
        });
        response.string(topic).array(results, ({ item, errorCode }) => {
          const startOffset = topics.find(topic)?.partitions[item.partition]?.startOffset ?? -1;
          response.int32(item.partition).int64(startOffset).int16(errorCode);
        });
      }
      return response;
    },
  };
}

async function forEachInOrder<T>(items: readonly T[], act: (item: T) => Promise<void>) {
  const results: { item: T; errorCode: ErrorCode; message: string | null }[] = [];
  for (const item of items) {
    try {
      await act(item);
      results.push({ item, errorCode: ErrorCode.NONE, message: null });
    } catch (error) {
      results.push({ item, ...refusalOf(error) });
    }
  }
  return results;
}
