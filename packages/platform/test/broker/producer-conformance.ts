import { CompressionTypes } from 'kafkajs';
import { expect, it, vi } from 'vitest';
import { PATIENCE } from '../../src/testing/patience.ts';
import type { KafkaClients } from './support/kafka-clients.ts';
import { randomName } from './support/kafka-clients.ts';
import { collect, numbered, waitForValues } from './support/consumed.ts';

/** What producers must see, of any broker. */
export function describeProducers(clients: () => KafkaClients): void {
  it('gives an idempotent producer’s messages consecutive offsets in the order of sending', async () => {
    const topic = await clients().topic();
    const producer = await clients().producer({ idempotent: true, maxInFlightRequests: 1 });
    const offsets: (string | undefined)[] = [];
    for (const value of numbered(20)) {
      const [sent] = await producer.send({ topic, acks: -1, messages: [{ key: 'k', value }] });
      offsets.push(sent?.baseOffset);
    }
    expect(offsets).toEqual(numbered(20, ''));
    const consumer = await clients().consumer({ groupId: randomName('group') });
    const consumed = await collect(consumer, [topic]);
    await expect.poll(() => consumed.map(({ value }) => value)).toEqual(numbered(20));
  });

  it('keeps keys, headers and timestamps, with gzip and without', async () => {
    const topic = await clients().topic();
    const producer = await clients().producer({ idempotent: true });
    const timestamp = String(Date.now() - 5000);
    const message = { key: 'clé', value: 'ünïcode', headers: { trace: 'a', repeated: ['1', '2'] }, timestamp };
    for (const compression of [CompressionTypes.None, CompressionTypes.GZIP]) {
      await producer.send({ topic, compression, messages: [message, { key: null, value: null }] });
    }

    const consumed = await collect(await clients().consumer({ groupId: randomName('group') }), [topic]);

    await expect.poll(() => consumed.length).toBe(4);
    for (const { message: got } of [consumed[0]!, consumed[2]!]) {
      expect(got.key?.toString()).toBe('clé');
      expect(got.value?.toString()).toBe('ünïcode');
      expect(got.timestamp).toBe(timestamp);
      expect(String(got.headers?.['trace'])).toBe('a');
      expect(got.headers?.['repeated']?.toString()).toBe('1,2');
    }
    expect(consumed[3]?.message).toMatchObject({ key: null, value: null });
  });

  it.each([0, 1, -1])('stores what is sent with acks %i', async (acks) => {
    const topic = await clients().topic(2);
    const producer = await clients().producer();
    await producer.send({ topic, acks, messages: numbered(10).map((value) => ({ key: value, value })) });
    const consumed = await collect(await clients().consumer({ groupId: randomName('group') }), [topic]);
    // At least once: on a busy machine a producer without an id sends again what was not answered in time.
    const values = () => [...new Set(consumed.map(({ value }) => value))].toSorted();
    await vi.waitFor(() => expect(values()).toEqual(numbered(10)), PATIENCE);
  });

  it('stores batches for several topics from one request', async () => {
    const topics = [await clients().topic(), await clients().topic()];
    const producer = await clients().producer();
    await producer.sendBatch({ topicMessages: topics.map((topic) => ({ topic, messages: [{ value: topic }] })) });
    const consumed = await collect(await clients().consumer({ groupId: randomName('group') }), topics);
    await waitForValues(consumed, topics);
  });

  it('takes a message of nearly a megabyte and refuses a larger one', async () => {
    const topic = await clients().topic();
    const producer = await clients().producer({ retry: { retries: 0 } });
    const value = 'x'.repeat(1_000_000);
    await producer.send({ topic, messages: [{ value }] });
    const tooLarge = producer.send({ topic, messages: [{ value: value + value }] });
    await expect(tooLarge).rejects.toMatchObject({ type: 'MESSAGE_TOO_LARGE' });

    const consumed = await collect(await clients().consumer({ groupId: randomName('group') }), [topic]);
    await waitForValues(consumed, [value]);
  });

  it('refuses a topic that does not exist instead of creating it', async () => {
    const admin = await clients().admin();
    const producer = await clients().producer({ allowAutoTopicCreation: true, retry: { retries: 1 } });
    const topic = randomName('nowhere');
    await expect(producer.send({ topic, messages: [{ value: 'v' }] })).rejects.toMatchObject({
      cause: { type: 'UNKNOWN_TOPIC_OR_PARTITION' },
    });
    expect(await admin.listTopics()).not.toContain(topic);
  });
}
