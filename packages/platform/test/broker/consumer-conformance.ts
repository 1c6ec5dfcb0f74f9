import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { PATIENCE } from '../../src/testing/patience.ts';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { KafkaClients } from './support/kafka-clients.ts';
import { randomName } from './support/kafka-clients.ts';
import { collect, numbered, waitForValues, watchAssignment } from './support/consumed.ts';

/** What consumers must see, of any broker. */
export function describeConsumers(clients: () => KafkaClients, brokers: () => readonly string[]): void {
  // With an id, so that what is sent again on a busy machine is stored once.
  async function produce(topic: string, values: readonly string[]): Promise<void> {
    const producer = await clients().producer({ idempotent: true, maxInFlightRequests: 1 });
    for (const value of values) await producer.send({ topic, messages: [{ key: value, value }] });
  }

  it('continues a group where it stopped', async () => {
    const topic = await clients().topic();
    const groupId = randomName('group');
    const first = await clients().consumer({ groupId });
    const consumedFirst = await collect(first, [topic]);
    await produce(topic, ['a', 'b']);
    await waitForValues(consumedFirst, ['a', 'b']);
    await first.stop();

    await produce(topic, ['c']);
    const consumedLater = await collect(await clients().consumer({ groupId }), [topic]);
    await waitForValues(consumedLater, ['c']);
  });

  it('gives every group all messages', async () => {
    const topic = await clients().topic();
    await produce(topic, numbered(3));
    for (const groupId of [randomName('group'), randomName('group')]) {
      await waitForValues(await collect(await clients().consumer({ groupId }), [topic]), numbered(3));
    }
  });

  it('starts a new group at the end unless it asks for the beginning', async () => {
    const topic = await clients().topic();
    await produce(topic, ['early']);
    const consumer = await clients().consumer({ groupId: randomName('group') });
    const assignment = watchAssignment(consumer, topic);
    const consumed = await collect(consumer, [topic], false);
    await vi.waitFor(() => expect(assignment.current()).toEqual([0]), PATIENCE);
    const fetched = new Promise((resolve) => consumer.on(consumer.events.FETCH, resolve));
    await fetched;
    await produce(topic, ['late']);
    await waitForValues(consumed, ['late']);
  });

  it('hands batches over and continues from the offset committed by hand', async () => {
    const topic = await clients().topic();
    const groupId = randomName('group');
    await produce(topic, numbered(6));
    const consumer = await clients().consumer({ groupId });
    await consumer.subscribe({ topic, fromBeginning: true });
    let hasCommitted = false;
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch, isRunning, isStale }) => {
        if (!isRunning() || isStale() || hasCommitted || batch.isEmpty()) return;
        await consumer.commitOffsets([{ topic, partition: batch.partition, offset: '4' }]);
        hasCommitted = true;
      },
    });
    await vi.waitFor(() => expect(hasCommitted).toBe(true), PATIENCE);
    await consumer.stop();

    const consumed = await collect(await clients().consumer({ groupId }), [topic]);
    await waitForValues(consumed, ['m4', 'm5']);
  });

  it('pauses and resumes a topic', async () => {
    const [paused, running] = [await clients().topic(), await clients().topic()];
    const consumer = await clients().consumer({ groupId: randomName('group') });
    const consumed = await collect(consumer, [paused, running]);
    await produce(paused, ['before']);
    await waitForValues(consumed, ['before']);

    consumer.pause([{ topic: paused }]);
    await produce(paused, ['while paused']);
    await produce(running, ['elsewhere']);
    await waitForValues(consumed, ['before', 'elsewhere']);

    consumer.resume([{ topic: paused }]);
    await waitForValues(consumed, ['before', 'elsewhere', 'while paused']);
  });

  it('seeks back to read again', async () => {
    const topic = await clients().topic();
    const consumer = await clients().consumer({ groupId: randomName('group') });
    await produce(topic, numbered(4));
    const consumed = await collect(consumer, [topic]);
    await waitForValues(consumed, numbered(4));

    consumer.seek({ topic, partition: 0, offset: '2' });
    await waitForValues(consumed, [...numbered(4), 'm2', 'm3']);
  });

  it('starts over when the position is no longer in the log', async () => {
    const topic = await clients().topic();
    await produce(topic, numbered(2));
    const consumer = await clients().consumer({ groupId: randomName('group') });
    const consumed = await collect(consumer, [topic]);
    await waitForValues(consumed, numbered(2));

    consumer.seek({ topic, partition: 0, offset: '1000' });
    await waitForValues(consumed, [...numbered(2), ...numbered(2)]);
  });

  it('shares the partitions when a member joins and gives them back when it leaves', async () => {
    const topic = await clients().topic(4);
    const groupId = randomName('group');
    const [first, second] = [await clients().consumer({ groupId }), await clients().consumer({ groupId })];
    const [firstHas, secondHas] = [watchAssignment(first, topic), watchAssignment(second, topic)];
    const consumedByFirst = await collect(first, [topic]);
    await vi.waitFor(() => expect(firstHas.current()).toHaveLength(4), PATIENCE);

    const consumedBySecond = await collect(second, [topic]);
    await vi.waitFor(() => {
      expect([firstHas.current().length, secondHas.current().length]).toEqual([2, 2]);
      expect([...firstHas.current(), ...secondHas.current()].toSorted()).toEqual([0, 1, 2, 3]);
    }, PATIENCE);
    await produce(topic, numbered(20));
    await vi.waitFor(() => {
      const values = [...consumedByFirst, ...consumedBySecond].map(({ value }) => value);
      expect(values.toSorted()).toEqual(numbered(20).toSorted());
    }, PATIENCE);

    await second.stop();
    await vi.waitFor(() => expect(firstHas.current()).toHaveLength(4), PATIENCE);
  });

  it('gives the partitions of a killed member to the others after its session', async () => {
    const topic = await clients().topic(2);
    const groupId = randomName('group');
    const script = fileURLToPath(new URL('support/killed-member.mjs', import.meta.url));
    const child = spawn(process.execPath, [script, brokers()[0] ?? '', topic, groupId], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const survivor = await clients().consumer({ groupId, sessionTimeout: 2000 });
    const assignment = watchAssignment(survivor, topic);
    const consumed = await collect(survivor, [topic]);
    await vi.waitFor(() => expect(assignment.current()).toHaveLength(1), PATIENCE);

    child.kill('SIGKILL');

    await vi.waitFor(() => expect(assignment.current()).toHaveLength(2), PATIENCE);
    await produce(topic, numbered(10));
    await waitForValues(consumed, numbered(10));
  });
}
