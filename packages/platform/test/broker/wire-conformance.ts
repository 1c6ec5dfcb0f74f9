import { expect, it, onTestFinished } from 'vitest';
import { ErrorCode } from '../../src/broker/wire/error-code.ts';
import { encodeBatch, withChecksum } from './support/batch-fixture.ts';
import { collect } from './support/consumed.ts';
import { coordinatorOf, leaderOf } from './support/find-broker.ts';
import type { KafkaClients } from './support/kafka-clients.ts';
import { randomName } from './support/kafka-clients.ts';
import { connectRawClient } from './support/raw-client.ts';
import type { RawClient } from './support/raw-client.ts';

const API = { produce: 0, offsetCommit: 8, joinGroup: 11, heartbeat: 12, initProducerId: 22 };

/** What the broker answers to requests that no client library sends in its right mind, or hides from its user. */
export function describeWireProtocol(clients: () => KafkaClients, brokers: () => readonly string[]): void {
  const anyBroker = () => brokers()[0] ?? '';

  async function connect(address: string): Promise<RawClient> {
    const client = await connectRawClient(address);
    onTestFinished(() => client.close());
    return client;
  }

  async function produce(topic: string, records: Buffer, acks = -1) {
    const client = await connect(await leaderOf(await clients().admin(), topic));
    const response = await client.request(API.produce, 7, (body) => {
      body.nullableString(null).int16(acks).int32(5000).int32(1).string(topic).int32(1).int32(0).bytes(records);
    });
    const [[result] = []] = response.array(() => {
      response.string();
      return response.array(() => {
        response.int32();
        const result = { errorCode: response.int16(), baseOffset: response.int64() };
        response.int64();
        response.int64();
        return result;
      });
    });
    return result;
  }

  async function initProducerId(): Promise<number> {
    const client = await connect(anyBroker());
    const response = await client.request(API.initProducerId, 1, (body) => body.nullableString(null).int32(1000));
    response.int32();
    expect(response.int16()).toBe(ErrorCode.NONE);
    return response.int64();
  }

  it('acknowledges a repeated batch with the offset that it already has', async () => {
    const topic = await clients().topic();
    const producerId = await initProducerId();
    const batch = (baseSequence: number) =>
      encodeBatch({ values: ['a', 'b'], producerId, producerEpoch: 0, baseSequence, timestamp: Date.now() });
    expect(await produce(topic, batch(0))).toEqual({ errorCode: ErrorCode.NONE, baseOffset: 0 });
    expect(await produce(topic, batch(2))).toEqual({ errorCode: ErrorCode.NONE, baseOffset: 2 });
    expect(await produce(topic, batch(0))).toEqual({ errorCode: ErrorCode.NONE, baseOffset: 0 });
    expect(await (await clients().admin()).fetchTopicOffsets(topic)).toMatchObject([{ high: '4' }]);
  });

  it('refuses a gap in an idempotent producer’s sequence and an epoch that is over', async () => {
    const topic = await clients().topic();
    const producerId = await initProducerId();
    const batch = (producerEpoch: number, baseSequence: number) =>
      encodeBatch({ values: ['v'], producerId, producerEpoch, baseSequence });
    expect(await produce(topic, batch(1, 0))).toMatchObject({ errorCode: ErrorCode.NONE });
    expect(await produce(topic, batch(1, 5))).toMatchObject({ errorCode: ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER });
    expect(await produce(topic, batch(0, 0))).toMatchObject({ errorCode: ErrorCode.INVALID_PRODUCER_EPOCH });
    expect(await produce(topic, batch(1, 1))).toEqual({ errorCode: ErrorCode.NONE, baseOffset: 1 });
  });

  it('gives each producer an id of its own', async () => {
    const ids = [await initProducerId(), await initProducerId(), await initProducerId()];
    expect(new Set(ids).size).toBe(3);
  });

  it('refuses records that are damaged, doubled or miscounted', async () => {
    const topic = await clients().topic();
    const good = encodeBatch({ values: ['v'] });
    const damaged = Buffer.from(good);
    damaged.writeUInt8(damaged.readUInt8(65) ^ 1, 65);
    const miscounted = Buffer.from(good);
    miscounted.writeInt32BE(7, 57);
    expect(await produce(topic, damaged)).toMatchObject({ errorCode: ErrorCode.CORRUPT_MESSAGE });
    expect(await produce(topic, Buffer.concat([good, good]))).toMatchObject({ errorCode: ErrorCode.INVALID_RECORD });
    expect(await produce(topic, withChecksum(miscounted))).toMatchObject({ errorCode: ErrorCode.INVALID_RECORD });
    expect(await produce(topic, good, 7)).toMatchObject({ errorCode: ErrorCode.INVALID_REQUIRED_ACKS });
    expect(await produce(topic, good)).toEqual({ errorCode: ErrorCode.NONE, baseOffset: 0 });
  });

  async function commit(groupId: string, generation: number, topic: string, offset: number): Promise<number> {
    const client = await connect(await coordinatorOf(anyBroker(), groupId));
    const response = await client.request(API.offsetCommit, 5, (body) => {
      body.string(groupId).int32(generation).string('').int32(1).string(topic);
      body.int32(1).int32(0).int64(offset).nullableString('by hand');
    });
    response.int32();
    response.int32();
    response.string();
    response.int32();
    response.int32();
    return response.int16();
  }

  it('takes the offsets of a client outside the group while the group has no members', async () => {
    const topic = await clients().topic();
    const groupId = randomName('group');
    const admin = await clients().admin();
    expect(await commit(groupId, -1, topic, 3)).toBe(ErrorCode.NONE);
    const partitions = [{ partition: 0, offset: '3', metadata: 'by hand' }];
    expect(await admin.fetchOffsets({ groupId, topics: [topic] })).toEqual([{ topic, partitions }]);
    expect(await commit(groupId, 7, topic, 4)).not.toBe(ErrorCode.NONE);
    expect(await commit(groupId, -1, 'no-such-topic', 4)).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);

    const consumer = await clients().consumer({ groupId });
    await collect(consumer, [topic]);
    await expect.poll(() => commit(groupId, -1, topic, 5)).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it('asks a member that joins without an id to come again with the one it is given', async () => {
    const client = await connect(await coordinatorOf(anyBroker(), 'two-rounds'));
    const response = await client.request(API.joinGroup, 5, (body) => {
      body.string('two-rounds').int32(10_000).int32(10_000).string('').nullableString(null).string('consumer');
      body.int32(1).string('range').bytes(Buffer.alloc(0));
    });
    response.int32();
    expect(response.int16()).toBe(ErrorCode.MEMBER_ID_REQUIRED);
    response.int32();
    response.string();
    response.string();
    expect(response.string()).toMatch(/^raw-/);
  });

  it('answers the heartbeat of a stranger with an unknown member', async () => {
    const client = await connect(await coordinatorOf(anyBroker(), 'no-such-group'));
    const response = await client.request(API.heartbeat, 3, (body) => {
      body.string('no-such-group').int32(1).string('stranger').nullableString(null);
    });
    response.int32();
    expect(response.int16()).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it('closes the connection at a version that it does not know', async () => {
    const client = await connect(anyBroker());
    await expect(client.request(API.heartbeat, 99, () => undefined)).rejects.toThrow('closed the connection');
  });
}
