import { deadLetterTopic } from '@galleria/messaging/dead-letters/dead-letter-topic';
import type { ApacheKafka } from '@galleria/platform/apache-kafka/cluster';
import { createPartitionLeaders } from '@galleria/platform/testing/partition-leaders';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { startCountingService } from '../counting-service.ts';
import { startTestBroker, uniqueContract } from '../messaging-fixture.ts';

/** What a service makes of a cluster that would replicate. */
export function describeReplication(kafka: () => ApacheKafka): void {
  describe('the topics that a service creates', () => {
    it('are on three brokers of a cluster, two of which must have a record before it counts', async () => {
      const contract = uniqueContract();
      const service = await startCountingService(await startTestBroker(), contract);
      await service.ready();
      const topics = [contract.topic, deadLetterTopic(service.name)];
      const partitions = await createPartitionLeaders(kafka().addresses).partitionsOf(topics);
      for (const topic of topics) {
        expect(partitions[topic]?.map(({ replicas }) => replicas.toSorted())).toEqual(Array(3).fill([1, 2, 3]));
      }
      expect(await minInSync(kafka().addresses, topics)).toEqual(['2', '2']);
    });
  });
}

async function minInSync(brokers: readonly string[], topics: readonly string[]): Promise<string[]> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const resources = topics.map((name) => ({
      type: ConfigResourceTypes.TOPIC,
      name,
      configNames: ['min.insync.replicas'],
    }));
    const { resources: described } = await admin.describeConfigs({ includeSynonyms: false, resources });
    return described.flatMap(({ configEntries }) => configEntries.map(({ configValue }) => configValue));
  } finally {
    await admin.disconnect();
  }
}
