import { parseTopicConfig } from '../../storage/topics/topic-config.ts';
import type { ConfigEntry } from '../../storage/topics/topic-config.ts';
import type { TopicStore } from '../../storage/topics/topic-store.ts';
import { ErrorCode, ProtocolError, refusalOf } from '../../wire/error-code.ts';
import type { ProtocolReader } from '../../wire/protocol-reader.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';

/** What -1 stands for. */
const DEFAULT_PARTITIONS = 1;
const DEFAULT = -1;

interface TopicRequest {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** How many partitions were assigned to nodes by hand. */
  readonly assignments: number;
  readonly configs: readonly ConfigEntry[];
}

/** CreateTopics: one result for each topic; those that are in order are created even if others are not. */
export function createCreateTopicsApi({ topics }: { topics: TopicStore }): Api {
  return {
    key: 19,
    name: 'CreateTopics',
    versions: { lowest: 2, highest: 3 },
    handle({ body }, response) {
      const wanted = body.array(() => readTopic(body));
      body.int32(); // timeout: creation is immediate
      const isDryRun = body.boolean();
      response.int32(NO_THROTTLE_MS);
      return response.array(wanted, (topic) => {
        response.string(topic.name);
        try {
          createTopic(topics, topic, isDryRun);
          response.int16(ErrorCode.NONE).nullableString(null);
        } catch (error) {
          const { errorCode, message } = refusalOf(error);
          response.int16(errorCode).nullableString(message);
        }
      });
    },
  };
}

function createTopic(topics: TopicStore, topic: TopicRequest, isDryRun: boolean): void {
  if (topic.assignments > 0) {
    throw new ProtocolError(ErrorCode.INVALID_REPLICA_ASSIGNMENT, 'There is one node: partitions cannot be assigned');
  }
  if (topic.replicationFactor !== 1 && topic.replicationFactor !== DEFAULT) {
    const message = `Replication factor: ${topic.replicationFactor} larger than available brokers: 1`;
    throw new ProtocolError(ErrorCode.INVALID_REPLICATION_FACTOR, message);
  }
  const partitions = topic.partitions === DEFAULT ? DEFAULT_PARTITIONS : topic.partitions;
  topics.requireCreatable(topic.name, partitions);
  const overrides = parseTopicConfig(topic.configs);
  if (!isDryRun) topics.create(topic.name, partitions, overrides);
}

function readTopic(body: ProtocolReader): TopicRequest {
  return {
    name: body.string(),
    partitions: body.int32(),
    replicationFactor: body.int16(),
    assignments: body.array(() => [body.int32(), body.array(() => body.int32())]).length,
    configs: body.array(() => ({ name: body.string(), value: body.nullableString() })),
  };
}
