import { randomUUID } from 'node:crypto';
import { Kafka, Partitioners, logLevel } from 'kafkajs';
import type { Admin, Consumer, ConsumerConfig, Producer, ProducerConfig } from 'kafkajs';
import { expect, vi } from 'vitest';
import { PATIENCE } from '../../../src/testing/patience.ts';

export interface KafkaClients {
  readonly kafka: Kafka;
  admin(): Promise<Admin>;
  producer(config?: ProducerConfig): Promise<Producer>;
  consumer(config: ConsumerConfig): Promise<Consumer>;
  /** A topic of its own for a test. */
  topic(partitions?: number): Promise<string>;
  close(): Promise<void>;
}

/** Connected kafkajs clients that `close` disconnects, the latest first. */
export function createKafkaClients(brokers: readonly string[]): KafkaClients {
  const kafka = new Kafka({
    clientId: 'conformance',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, maxRetryTime: 1000, retries: 10 },
  });
  const disconnects: (() => Promise<void>)[] = [];
  let sharedAdmin: Promise<Admin> | undefined;

  async function connected<T extends { connect(): Promise<void>; disconnect(): Promise<void> }>(client: T): Promise<T> {
    await client.connect();
    disconnects.push(() => client.disconnect());
    return client;
  }

  const admin = () => (sharedAdmin ??= connected(kafka.admin()));
  return {
    kafka,
    admin,
    producer: (config) => connected(kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, ...config })),
    consumer: (config) => connected(kafka.consumer({ maxWaitTimeInMs: 100, heartbeatInterval: 300, ...config })),
    async topic(numPartitions = 1) {
      const topic = randomName('topic');
      const client = await admin();
      await client.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: false });
      // Not by the client: of several brokers it asks one that may not have heard of it yet, and gives up at once.
      await vi.waitFor(async () => {
        const { topics } = await client.fetchTopicMetadata({ topics: [topic] });
        const led = topics[0]?.partitions.filter(({ leader }) => leader >= 0) ?? [];
        expect(led).toHaveLength(numPartitions);
      }, PATIENCE);
      return topic;
    },
    async close() {
      for (let disconnect = disconnects.pop(); disconnect; disconnect = disconnects.pop()) await disconnect();
    },
  };
}

export function randomName(kind: string): string {
  return `${kind}-${randomUUID().slice(0, 8)}`;
}
