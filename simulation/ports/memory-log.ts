import type { IncomingRecord, OutgoingRecord, PartitionEnd, TopicPartition } from '@galleria/messaging/kafka/broker';
import { BrokerError } from '@galleria/messaging/kafka/broker-error';

/** What outlives every process: records and committed offsets. */
export interface MemoryLog {
  createTopic(topic: string): void;
  topics(): string[];
  partitionsOf(topics: readonly string[]): TopicPartition[];
  /** Throws a BrokerError where there is no such topic. */
  append(record: OutgoingRecord): IncomingRecord;
  recordsOf(at: TopicPartition): readonly IncomingRecord[];
  /** Of partitions that have records. */
  ends(topics: readonly string[]): PartitionEnd[];
  /** By the names of partitions; those that a group has committed. */
  committedOf(group: string): Map<string, bigint>;
}

const PARTITIONS = [0, 1];

export function createMemoryLog(): MemoryLog {
  const log = new Map<string, IncomingRecord[]>();
  const topics = new Set<string>();
  const offsets = new Map<string, Map<string, bigint>>();
  const partitionOfKey = new Map<string, number>();
  const partitionFor = (key: string): number => {
    const known = partitionOfKey.get(key) ?? partitionOfKey.size % PARTITIONS.length;
    partitionOfKey.set(key, known);
    return known;
  };
  const partitions = new Map<string, readonly TopicPartition[]>();
  const partitionsOf: MemoryLog['partitionsOf'] = (names) =>
    names.flatMap((topic) => {
      const known = partitions.get(topic) ?? PARTITIONS.map((partition) => ({ topic, partition }));
      partitions.set(topic, known);
      return known;
    });
  const recordsOf = (at: TopicPartition): IncomingRecord[] => {
    const name = nameOf(at);
    const records = log.get(name) ?? [];
    if (records.length === 0) log.set(name, records);
    return records;
  };
  return {
    createTopic: (topic) => void topics.add(topic),
    topics: () => [...topics],
    partitionsOf,
    recordsOf,
    append: ({ headers, key, topic, value }) => {
      if (!topics.has(topic)) throw new BrokerError('UNKNOWN_TOPIC_OR_PARTITION', `no ${topic}`, { refused: true });
      const at = { topic, partition: partitionFor(key) };
      const record = { ...at, key, value, headers, offset: BigInt(recordsOf(at).length) };
      recordsOf(at).push(record);
      return record;
    },
    ends: (names) =>
      partitionsOf(names).flatMap((at) => {
        const { length } = recordsOf(at);
        return length === 0 ? [] : [{ ...at, first: 0n, offset: BigInt(length) }];
      }),
    committedOf: (group) => {
      const own = offsets.get(group) ?? new Map<string, bigint>();
      offsets.set(group, own);
      return own;
    },
  };
}

export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
