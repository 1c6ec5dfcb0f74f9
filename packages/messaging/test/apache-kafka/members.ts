import { createKafkaBroker } from '@galleria/messaging/kafka/kafka';
import type { ApacheKafka } from '@galleria/platform/apache-kafka/cluster';
import { createPartitionLeaders } from '@galleria/platform/testing/partition-leaders';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { addWhile, countEffects, expectEachOnceInOrder, startCountingService } from '../counting-service.ts';
import { logger, startTestBroker, uniqueContract } from '../messaging-fixture.ts';

const ROUNDS = 4;
const APART_MS = 300;
const TIMEOUT = { timeout: 300_000 };
/** So that nearly always one of these is unfinished, and what came after it is done. */
const SLOW_MS = 250;

/** What members of a group leave to each other, while records of several leaders are on their way to each. */
export function describeMembers(kafka: () => ApacheKafka): void {
  describe('members that join and leave while records of several leaders are handled slowly', () => {
    it('pass over none of them, and let each take effect once', TIMEOUT, async () => {
      const contract = uniqueContract();
      await createTopic(kafka().addresses, contract.topic);
      const broker = await startTestBroker();
      const workMs = (key: string) => (key === 'a' || key === 'b' ? SLOW_MS : 1);
      const first = await startCountingService(broker, contract, { workMs });
      await first.ready();
      const leaders = createPartitionLeaders(kafka().addresses);
      const comings = async () => {
        for (let round = 0; round < ROUNDS; round += 1) {
          const before = await countEffects(first);
          const other = await startCountingService(broker, contract, { like: first, workMs });
          // A leader that moves makes its fetcher join again while those of the others have fetches on their way.
          await Promise.all([other.ready(), leaders.move([contract.topic])]);
          await vi.waitFor(async () => expect(await countEffects(first)).toBeGreaterThan(before + 20), PATIENCE);
          await Promise.all([other.messaging.stop(), leaders.move([contract.topic])]);
        }
      };
      await expectEachOnceInOrder(first, await addWhile([first], contract, comings(), APART_MS));
    });
  });
}

/** Two partitions for each broker, so that each member reads from all of them. */
async function createTopic(brokers: readonly string[], topic: string): Promise<void> {
  const topics = { partitions: 6, replicationFactor: -1 };
  const client = createKafkaBroker({ clientId: 'test', brokers, logger, topics });
  onTestFinished(() => client.close());
  await client.ensureTopics([topic]);
}
