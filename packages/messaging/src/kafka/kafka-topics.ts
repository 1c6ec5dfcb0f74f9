import { ConfigResourceTypes, type Admin, type ITopicConfig } from 'kafkajs';
import type { PartitionEnd, PartitionOffset } from './broker.ts';

// What an administrator asks a cluster about its topics. A topic that has no leader, be it nobody's concern here, makes
// kafkajs fail where it asks for all topics, which it does where it knows of none in particular.

/** How a topic is made when it does not exist. */
export interface TopicSettings {
  readonly partitions: number;
  /** -1 leaves it to the broker's `default.replication.factor`. */
  readonly replicationFactor: number;
  /** For how long it keeps its records; -1 is for ever. As the broker has it unless told. */
  readonly retentionMs?: (topic: string) => number;
}

const RETENTION = 'retention.ms';

/** Those of the topics that have to be made, as they are made. */
export async function missingTopics(
  admin: Admin,
  names: readonly string[],
  settings: TopicSettings,
): Promise<ITopicConfig[]> {
  if (await areThere(admin, names)) return [];
  const existing = new Set(await admin.listTopics());
  return names
    .filter((topic) => !existing.has(topic))
    .map((topic) => ({
      topic,
      numPartitions: settings.partitions,
      replicationFactor: settings.replicationFactor,
      ...(settings.retentionMs === undefined
        ? {}
        : { configEntries: [{ name: RETENTION, value: String(settings.retentionMs(topic)) }] }),
    }));
}

export async function createTopics(admin: Admin, topics: ITopicConfig[]): Promise<void> {
  await admin.createTopics({ topics, waitForLeaders: true }).catch(unlessOnlyUnheardOf);
}

/** They are created, and the one broker that was asked for their leaders has not heard of them yet. */
function unlessOnlyUnheardOf(thrown: unknown): void {
  const type = thrown instanceof Error && 'type' in thrown ? thrown.type : undefined;
  if (type !== 'UNKNOWN_TOPIC_OR_PARTITION') throw thrown;
}

/** Whether all of these topics exist, and have leaders. */
export async function areThere(admin: Admin, names: readonly string[]): Promise<boolean> {
  if (names.length === 0) return false;
  try {
    await admin.fetchTopicMetadata({ topics: [...names] });
    return true;
  } catch {
    return false;
  }
}

export async function retentionMs(admin: Admin, topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
  // From here on the client asks for these topics where it would ask for all.
  await ends(admin, topics);
  const resources = topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames: [RETENTION] }));
  const described = await admin.describeConfigs({ resources, includeSynonyms: false });
  return new Map(
    described.resources.flatMap(({ resourceName, configEntries }) =>
      configEntries.map(({ configValue }) => [resourceName, Number(configValue)] as const),
    ),
  );
}

export async function ends(admin: Admin, topics: readonly string[]): Promise<PartitionEnd[]> {
  const found = await Promise.all(
    topics.map(async (topic) =>
      (await admin.fetchTopicOffsets(topic)).flatMap(({ partition, low, high }) =>
        low === high ? [] : [{ topic, partition, first: BigInt(low), offset: BigInt(high) }],
      ),
    ),
  );
  return found.flat();
}

/** kafkajs says -1 where nothing is committed. */
export async function committed(admin: Admin, groupId: string, topics: readonly string[]): Promise<PartitionOffset[]> {
  const found = await admin.fetchOffsets({ groupId, topics: [...topics] });
  return found.flatMap(({ topic, partitions }) =>
    partitions
      .map(({ partition, offset }) => ({ topic, partition, offset: BigInt(offset) }))
      .filter(({ offset }) => offset >= 0n),
  );
}
