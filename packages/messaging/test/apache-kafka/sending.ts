import type { Broker, Producer } from '@galleria/messaging/kafka/broker';
import { createKafkaBroker } from '@galleria/messaging/kafka/kafka';
import type { ApacheKafka } from '@galleria/platform/apache-kafka/cluster';
import { createPartitionLeaders } from '@galleria/platform/testing/partition-leaders';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { logger, observe, startTestBroker, uniqueContract } from '../messaging-fixture.ts';

/** Enough for every partition to have some. */
const KEYS = Array.from({ length: 20 }, (_, number) => `${number}`);

/** When a message counts as sent. */
export function describeSending(kafka: () => ApacheKafka): void {
  describe('a sender to several brokers', () => {
    it('waits until others have a record, too, beside the one that leads', async () => {
      const { addresses, nodes } = kafka();
      const [, ...others] = nodes;
      const [wide, narrow] = [uniqueContract().topic, uniqueContract().topic];
      const [replicated, alone] = [connect(addresses, -1), connect(addresses, 1)];
      const recordTo = (topic: string) => [{ topic, key: 'k', value: 'v', headers: {} }];
      await replicated.client.ensureTopics([wide]);
      await alone.client.ensureTopics([narrow]);
      const leaders = createPartitionLeaders(addresses);
      onTestFinished(() => leaders.remove([narrow]));
      await leaders.move([wide, narrow], 1);
      await replicated.producer.send(recordTo(wide));
      await alone.producer.send(recordTo(narrow));

      signal(others, 'SIGSTOP');
      let isSent = false;
      const sent = replicated.producer.send(recordTo(wide)).then(() => (isSent = true));
      // The same broker takes this one after it, and has nobody to wait for.
      await alone.producer.send(recordTo(narrow));
      const wasSent = isSent;
      signal(others, 'SIGCONT');
      expect(wasSent).toBe(false);
      await sent;
    });

    it('writes also what belongs to a leader that has just moved to a broker that took the rest', async () => {
      const { topic } = uniqueContract();
      const { addresses, nodes } = kafka();
      const [, ...others] = nodes;
      const { client, producer } = connect(addresses, 1);
      const { client: witness } = connect(addresses.slice(0, 1), 1);
      const recordsOf = (round: string) => KEYS.map((key) => ({ topic, key, value: `${key} ${round}`, headers: {} }));
      await client.ensureTopics([topic]);
      await producer.send(recordsOf('first'));
      const leaders = createPartitionLeaders(addresses);
      onTestFinished(() => leaders.remove([topic]));
      await leaders.move([topic], 1);
      const before = await written(witness, topic);

      // The sender knows of none of it. Its refusals come when the one who leads now has taken and told its part.
      signal(others, 'SIGSTOP');
      const sent = producer.send(recordsOf('second'));
      await vi.waitFor(async () => expect(await written(witness, topic)).toBeGreaterThan(before), PATIENCE);
      signal(others, 'SIGCONT');
      await sent;

      const records = await observe(await startTestBroker(), topic);
      const all = [...recordsOf('first'), ...recordsOf('second')].map(({ value }) => value).toSorted();
      await vi.waitFor(() => expect([...new Set(records.map(({ value }) => value))].toSorted()).toEqual(all), PATIENCE);
    });
  });
}

/** Topics that it makes have three partitions of so many replicas; -1 for what the cluster does by itself. */
function connect(brokers: readonly string[], replicationFactor: number): { client: Broker; producer: Producer } {
  const topics = { partitions: 3, replicationFactor };
  const client = createKafkaBroker({ clientId: 'test', brokers, logger, topics });
  const producer = client.createProducer();
  onTestFinished(async () => void (await Promise.all([producer.close(), client.close()])));
  return { client, producer };
}

function signal(nodes: ApacheKafka['nodes'], name: NodeJS.Signals): void {
  for (const { pid } of nodes) if (pid !== undefined) process.kill(pid, name);
}

/** How many records there are in the topic. */
async function written(broker: Broker, topic: string): Promise<bigint> {
  return (await broker.ends([topic])).reduce((sum, { offset }) => sum + offset, 0n);
}
