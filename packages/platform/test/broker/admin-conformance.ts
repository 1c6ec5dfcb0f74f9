import { ConfigResourceTypes } from 'kafkajs';
import type { ITopicConfig } from 'kafkajs';
import { PATIENCE } from '../../src/testing/patience.ts';
import { expect, it, vi } from 'vitest';
import type { KafkaClients } from './support/kafka-clients.ts';
import { randomName } from './support/kafka-clients.ts';
import { collect, numbered, waitForValues } from './support/consumed.ts';

const TOPIC = ConfigResourceTypes.TOPIC;

/** What the admin client must see, of any broker. */
export function describeAdmin(clients: () => KafkaClients, brokers: () => readonly string[]): void {
  it('creates, lists and deletes topics', async () => {
    const admin = await clients().admin();
    const topic = randomName('topic');

    // The client would wait for leaders at a broker that may not have heard of the topic yet, and give up at once.
    const asked = { topics: [{ topic, numPartitions: 3 }], waitForLeaders: false };
    expect(await admin.createTopics(asked)).toBe(true);
    expect(await admin.createTopics(asked)).toBe(false);
    // Of several brokers some hear of it later than others.
    await vi.waitFor(async () => expect(await admin.listTopics()).toContain(topic), PATIENCE);
    await vi.waitFor(async () => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      expect(topics[0]?.partitions.map(({ partitionId }) => partitionId).toSorted()).toEqual([0, 1, 2]);
    }, PATIENCE);

    await admin.deleteTopics({ topics: [topic] });
    await vi.waitFor(async () => expect(await admin.listTopics()).not.toContain(topic), PATIENCE);
  });

  it('starts a topic that was deleted and created again from nothing', async () => {
    const admin = await clients().admin();
    const topic = await clients().topic();
    const producer = await clients().producer();
    await producer.send({ topic, messages: [{ value: 'old' }] });

    await admin.deleteTopics({ topics: [topic] });
    await admin.createTopics({ topics: [{ topic }], waitForLeaders: false });

    // Apache Kafka tells its brokers of a topic a moment after it has answered that there is one.
    await vi.waitFor(
      async () => expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ low: '0', high: '0' }]),
      PATIENCE,
    );
  });

  it('refuses a topic whose name, settings or replication it cannot honour', async () => {
    const admin = await clients().admin();
    const withSetting = (name: string, value: string) => ({ configEntries: [{ name, value }] });
    const refusals: [Partial<ITopicConfig>, string][] = [
      [{ topic: 'no spaces allowed' }, 'INVALID_TOPIC_EXCEPTION'],
      [withSetting('no.such.setting', '1'), 'INVALID_CONFIG'],
      [withSetting('retention.ms', 'soon'), 'INVALID_CONFIG'],
      [{ replicationFactor: brokers().length + 1 }, 'INVALID_REPLICATION_FACTOR'],
      [{ numPartitions: 0 }, 'INVALID_PARTITIONS'],
    ];
    for (const [topic, type] of refusals) {
      const creation = admin.createTopics({ topics: [{ topic: randomName('refused'), ...topic }] });
      await expect(creation, type).rejects.toMatchObject({ errors: [{ type }] });
    }
  });

  it('adds partitions and refuses to remove any', async () => {
    const admin = await clients().admin();
    const topic = await clients().topic(1);

    await admin.createPartitions({ topicPartitions: [{ topic, count: 4 }] });
    await expect.poll(() => admin.fetchTopicOffsets(topic)).toHaveLength(4);
    const shrinking = admin.createPartitions({ topicPartitions: [{ topic, count: 2 }] });
    await expect(shrinking).rejects.toMatchObject({ type: 'INVALID_PARTITIONS' });
  });

  it('describes and alters the settings of a topic', async () => {
    const admin = await clients().admin();
    const topic = await clients().topic();
    const configEntries = [{ name: 'retention.ms', value: '60000' }];

    await admin.alterConfigs({ validateOnly: false, resources: [{ type: TOPIC, name: topic, configEntries }] });

    const resources = [{ type: TOPIC, name: topic, configNames: ['retention.ms', 'cleanup.policy'] }];
    await expect
      .poll(async () => {
        const { resources: described } = await admin.describeConfigs({ includeSynonyms: false, resources });
        return Object.fromEntries(
          described[0]?.configEntries.map((entry) => [entry.configName, entry.configValue]) ?? [],
        );
      })
      .toEqual({ 'retention.ms': '60000', 'cleanup.policy': 'delete' });
  });

  it('deletes the records before an offset', async () => {
    const admin = await clients().admin();
    const topic = await clients().topic();
    const producer = await clients().producer();
    for (const value of numbered(5)) await producer.send({ topic, messages: [{ value }] });

    // kafkajs looks for the leader only in the metadata that it already has.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] });

    expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ low: '3', high: '5' }]);
    const consumer = await clients().consumer({ groupId: randomName('group') });
    await waitForValues(await collect(consumer, [topic]), ['m3', 'm4']);
  });

  it('finds the offset of the first record at or after a time', async () => {
    const admin = await clients().admin();
    const topic = await clients().topic();
    const producer = await clients().producer();
    const start = Date.now() - 10_000;
    const messages = numbered(5).map((value, index) => ({ value, timestamp: String(start + index * 1000) }));
    await producer.send({ topic, messages: messages.slice(0, 3) });
    await producer.send({ topic, messages: messages.slice(3) });

    expect(await admin.fetchTopicOffsetsByTimestamp(topic, start + 1500)).toEqual([{ partition: 0, offset: '2' }]);
    expect(await admin.fetchTopicOffsetsByTimestamp(topic, start + 4000)).toEqual([{ partition: 0, offset: '4' }]);
    // kafkajs answers with the end of the log where the broker answers "none".
    expect(await admin.fetchTopicOffsetsByTimestamp(topic, start + 9000)).toEqual([{ partition: 0, offset: '5' }]);
  });

  it('lists, describes and deletes groups, but not those with members', async () => {
    const admin = await clients().admin();
    const topic = await clients().topic();
    const groupId = randomName('group');
    const consumer = await clients().consumer({ groupId });
    await collect(consumer, [topic]);
    const stateOf = async () => (await admin.describeGroups([groupId])).groups[0];

    await expect
      .poll(stateOf)
      .toMatchObject({ state: 'Stable', protocolType: 'consumer', protocol: 'RoundRobinAssigner' });
    expect((await stateOf())?.members).toMatchObject([{ clientId: 'conformance' }]);
    expect((await admin.listGroups()).groups).toContainEqual({ groupId, protocolType: 'consumer' });
    await expect(admin.deleteGroups([groupId])).rejects.toMatchObject({
      groups: [{ error: { type: 'NON_EMPTY_GROUP' } }],
    });

    await consumer.stop();
    await expect.poll(stateOf).toMatchObject({ state: 'Empty', members: [] });
    await admin.deleteGroups([groupId]);
    expect(await stateOf()).toMatchObject({ state: 'Dead' });
  });
}
