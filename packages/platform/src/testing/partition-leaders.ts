import { setTimeout as delay } from 'node:timers/promises';
import { Kafka, logLevel, type Admin, type PartitionMetadata } from 'kafkajs';

/** What an operator moves about in a cluster of several brokers, and what there is to see of it. */
export interface PartitionLeaders {
  /**
   * Makes another broker the leader of every partition of these topics: the one of this id, or else the next replica of
   * each. Resolves when they lead. Of all topics, Kafka's own included, when none are named.
   */
  move(topics?: readonly string[], to?: number): Promise<void>;
  /** Resolves when every replica of these topics has all that its leader has: then any broker may be lost. */
  untilInSync(topics: readonly string[]): Promise<void>;
  /** Removes topics: one that lies on a single broker has no leader when that is lost, which stops kafkajs's admin. */
  remove(topics: readonly string[]): Promise<void>;
  /** By the topic's name. */
  partitionsOf(topics: readonly string[]): Promise<Record<string, readonly PartitionMetadata[]>>;
}

const LOOK_EVERY_MS = 100;
const WITHIN_MS = 60_000;

/** Works with the admin protocol, through whichever brokers are alive. */
export function createPartitionLeaders(brokers: readonly string[]): PartitionLeaders {
  const kafka = new Kafka({ clientId: 'partition-leaders', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const withAdmin = async <T>(work: (admin: Admin) => Promise<T>): Promise<T> => {
    const admin = kafka.admin();
    try {
      await admin.connect();
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  };

  return {
    move: (topics, to) =>
      withAdmin(async (admin) => {
        const before = await partitionsOf(admin, topics);
        const next = Object.entries(before).map(([topic, partitions]) => ({
          topic,
          // The first of the list is the one that the cluster prefers to lead.
          partitionAssignment: partitions.map(({ partitionId, replicas, leader }) => {
            const first = to ?? replicas[1] ?? leader;
            return {
              partition: partitionId,
              replicas: [first, ...replicas.filter((id) => id !== first)].slice(0, replicas.length),
            };
          }),
        }));
        await admin.alterPartitionReassignments({ topics: next });
        const wanted = new Map(
          next.flatMap(({ topic, partitionAssignment }) =>
            partitionAssignment.map(({ partition, replicas }) => [`${topic}/${partition}`, replicas[0]] as const),
          ),
        );
        await untilTrue('leaders to move', admin, Object.keys(before), (topic, { partitionId, leader }) => {
          return leader === wanted.get(`${topic}/${partitionId}`);
        });
      }),
    untilInSync: (topics) =>
      withAdmin((admin) =>
        untilTrue('replicas to be in sync', admin, topics, (_topic, { isr, replicas }) => {
          return isr.length === replicas.length;
        }),
      ),
    remove: (topics) => withAdmin((admin) => admin.deleteTopics({ topics: [...topics] })),
    partitionsOf: (topics) => withAdmin((admin) => partitionsOf(admin, topics)),
  };
}

async function partitionsOf(admin: Admin, topics?: readonly string[]) {
  const metadata = await admin.fetchTopicMetadata(topics === undefined ? undefined : { topics: [...topics] });
  return Object.fromEntries(metadata.topics.map(({ name, partitions }) => [name, partitions]));
}

async function untilTrue(
  what: string,
  admin: Admin,
  topics: readonly string[],
  isTrue: (topic: string, partition: PartitionMetadata) => boolean,
): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    // A broker that has just been lost takes its connection with it.
    const found = await partitionsOf(admin, topics).catch(() => ({}));
    const all = Object.entries<readonly PartitionMetadata[]>(found);
    const isDone = all.every(([topic, partitions]) => partitions.every((partition) => isTrue(topic, partition)));
    if (all.length > 0 && isDone) return;
    if (performance.now() > deadline) throw new Error(`Waited ${WITHIN_MS} ms for ${what}.`);
    await delay(LOOK_EVERY_MS);
  }
}
