import { createKafkaBroker } from '@galleria/messaging/kafka/kafka';
import { readinessReport } from '@galleria/kit/process/readiness';
import type { ApacheKafka } from '@galleria/platform/apache-kafka/cluster';
import { createPartitionLeaders } from '@galleria/platform/testing/partition-leaders';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  addWhile,
  countEffects,
  expectEachOnceInOrder,
  startCountingService,
  type CountingService,
} from '../counting-service.ts';
import { logger, startTestBroker, uniqueContract } from '../messaging-fixture.ts';

/** Milliseconds between two messages of a key: a broker takes a while to come back, and a backlog to be handled. */
const APART_MS = 40;
const TIMEOUT = { timeout: 300_000 };
/** Where the offsets of groups are kept: who leads it coordinates them. */
const OFFSETS = '__consumer_offsets';

/** What happens to single brokers of a cluster while others go on. */
export function describeClusterOutages(kafka: () => ApacheKafka): void {
  describe('a cluster under load', () => {
    it('loses and repeats nothing when one broker after another is killed', TIMEOUT, async () => {
      const contract = uniqueContract();
      const service = await startCountingService(await startTestBroker(), contract);
      await service.ready();
      const leaders = createPartitionLeaders(kafka().addresses);
      await createForeignTopic(kafka().addresses);
      const outage = async () => {
        for (const node of kafka().nodes.slice(0, 2)) {
          await untilMoreEffects(service, 20);
          await node.kill();
          await untilMoreEffects(service, 20);
          // Although a topic that nobody here has to do with is lost to everybody meanwhile.
          await (await startCountingService(await startTestBroker(), contract, { like: service })).ready();
          await service.ready();
          await node.start();
          await leaders.untilInSync([contract.topic, OFFSETS]);
        }
      };
      await expectEachOnceInOrder(service, await addWhile([service], contract, outage(), APART_MS));
      await service.ready();
    });

    it('loses and repeats nothing when leaders and coordinators move', TIMEOUT, async () => {
      const contract = uniqueContract();
      const service = await startCountingService(await startTestBroker(), contract);
      await service.ready();
      const leaders = createPartitionLeaders(kafka().addresses);
      const moves = async () => {
        for (let move = 0; move < 4; move += 1) {
          await untilMoreEffects(service, 20);
          await leaders.move([contract.topic, OFFSETS]);
        }
        await untilMoreEffects(service, 20);
      };
      await expectEachOnceInOrder(service, await addWhile([service], contract, moves(), APART_MS));
    });

    it('waits while two of three brokers are away, says so, and goes on', TIMEOUT, async () => {
      const contract = uniqueContract();
      const service = await startCountingService(await startTestBroker(), contract);
      await service.ready();
      const [, ...two] = kafka().nodes;
      const outage = async () => {
        await untilMoreEffects(service, 20);
        await Promise.all(two.map((node) => node.kill()));
        await vi.waitFor(async () => expect(await service.unsent()).toBeGreaterThan(100), PATIENCE);
        await vi.waitFor(async () => {
          const { ready, checks } = await readinessReport(service.messaging.readiness);
          expect(ready).toBe(false);
          expect(checks['outbox relay']).not.toBe('ok');
        }, PATIENCE);
        for (const node of two) await node.start();
      };
      await expectEachOnceInOrder(service, await addWhile([service], contract, outage(), APART_MS));
      await service.ready();
    });
  });
}

/** On each broker one partition, and that nowhere else. */
async function createForeignTopic(brokers: readonly string[]): Promise<void> {
  const { topic } = uniqueContract();
  const topics = { partitions: 3, replicationFactor: 1 };
  const client = createKafkaBroker({ clientId: 'test', brokers, logger, topics });
  await client.ensureTopics([topic]);
  await client.close();
  onTestFinished(() => createPartitionLeaders(brokers).remove([topic]));
}

async function untilMoreEffects(service: CountingService, more: number): Promise<void> {
  const before = await countEffects(service);
  await vi.waitFor(async () => expect(await countEffects(service)).toBeGreaterThan(before + more), PATIENCE);
}
