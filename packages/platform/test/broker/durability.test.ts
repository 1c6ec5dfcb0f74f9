import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import { PATIENCE } from '../../src/testing/patience.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeBatch } from './support/batch-fixture.ts';
import { buildBrokerProgram } from './support/broker-process.ts';
import type { BrokerProgram } from './support/broker-process.ts';
import { collect, numbered, waitForValues } from './support/consumed.ts';
import { createKafkaClients, randomName } from './support/kafka-clients.ts';
import type { KafkaClients } from './support/kafka-clients.ts';
import { connectRawClient } from './support/raw-client.ts';

const API_FETCH = 1;

describe('The broker process', () => {
  let program: BrokerProgram;
  let clients: KafkaClients | undefined;
  beforeEach(async () => {
    program = await buildBrokerProgram();
  });
  afterEach(async () => {
    await clients?.close();
    clients = undefined;
    await program.remove();
  });

  function connect(port: number): KafkaClients {
    clients = createKafkaClients([`127.0.0.1:${port}`]);
    return clients;
  }

  it('stops on SIGTERM under a client that would wait for hours, and says so with exit code 0', async () => {
    const broker = await program.start();
    const client = await connectRawClient(`127.0.0.1:${broker.port}`);
    const waiting = client.request(API_FETCH, 11, (body) => {
      body.int32(-1).int32(7_200_000).int32(1).int32(1000).int8(0).int32(0).int32(-1).int32(0).int32(0).string('');
    });
    const refusal = expect(waiting).rejects.toThrow('closed the connection');
    expect(await broker.end('SIGTERM')).toBe(0);
    await refusal;
    await program.start();
  });

  it('answers health over HTTP and refuses a port that is taken with a code', async () => {
    const broker = await program.start({ HEALTH_PORT: '0' });
    const healthPort = await vi.waitUntil(
      () => broker.log.find(({ msg }) => msg === 'health listens')?.['port'],
      PATIENCE,
    );
    const statuses = ['/health', '/ready', '/other'].map(async (path) => {
      return (await fetch(`http://127.0.0.1:${String(healthPort)}${path}`)).status;
    });
    expect(await Promise.all(statuses)).toEqual([200, 200, 404]);
    const elsewhere = { KAFKA_DATA_DIRECTORY: `${program.dataDirectory}-2` };
    await expect(program.start(elsewhere)).rejects.toThrow('PORT_TAKEN');
    await expect(program.start({ KAFKA_PORT: '0' })).rejects.toThrow('DATA_DIRECTORY_LOCKED');
  });

  it('comes back under clients that stay connected', async () => {
    const broker = await program.start();
    const topic = await connect(broker.port).topic(2);
    const consumed = await collect(await clients!.consumer({ groupId: randomName('group') }), [topic]);
    const producer = await clients!.producer({ idempotent: true });
    await sendUntilAcknowledged(producer, topic, 'before');
    await waitForValues(consumed, ['before']);

    await broker.end('SIGTERM');
    await program.start();

    await sendUntilAcknowledged(producer, topic, 'after');
    await vi.waitFor(() => expect(consumed.map(({ value }) => value)).toContain('after'), PATIENCE);
  });

  it.each(['every-second', 'always'])(
    'loses, repeats and reorders nothing acknowledged when killed under load, fsync %s',
    async (KAFKA_FSYNC) => {
      let broker = await program.start({ KAFKA_FSYNC });
      const topic = await connect(broker.port).topic();
      const producer = await clients!.producer({ idempotent: true, maxInFlightRequests: 1 });
      let isLoaded = true;
      const load = (async () => {
        let sent = 0;
        for (; isLoaded; sent += 1) await sendUntilAcknowledged(producer, topic, `m${sent}`);
        return sent;
      })();

      for (let kill = 0; kill < 4; kill += 1) {
        const before = await endOffset(topic);
        await vi.waitFor(async () => expect(await endOffset(topic)).toBeGreaterThan(before + 50), PATIENCE);
        await broker.end('SIGKILL');
        await forgeTornTail(program.dataDirectory, topic);
        broker = await program.start({ KAFKA_FSYNC });
        expect(broker.log.map(({ msg }) => msg)).toContain('cut a torn tail off a log');
      }
      isLoaded = false;
      const sent = await load;

      const consumed = await collect(await clients!.consumer({ groupId: randomName('group') }), [topic]);
      await vi.waitFor(() => expect(consumed.length).toBeGreaterThanOrEqual(sent), PATIENCE);
      expect(consumed.map(({ value }) => value)).toEqual(numbered(sent));
    },
  );

  async function endOffset(topic: string): Promise<number> {
    const [partition] = await (await clients!.admin()).fetchTopicOffsets(topic);
    return Number(partition?.high);
  }
});

/**
 * Sends one message until a send succeeds, as the outbox's relay does; kafkajs reuses the sequence of a failed send.
 */
async function sendUntilAcknowledged(producer: Producer, topic: string, value: string): Promise<void> {
  const deadline = Date.now() + PATIENCE.timeout;
  for (;;) {
    try {
      await producer.send({ topic, acks: -1, messages: [{ key: 'k', value }] });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(20);
    }
  }
}

/** What a power cut in the middle of a write leaves behind. */
async function forgeTornTail(dataDirectory: string, topic: string): Promise<void> {
  const directory = join(dataDirectory, 'logs', `${topic}-0`);
  const [segment = ''] = (await readdir(directory)).filter((name) => name.endsWith('.log'));
  const batch = encodeBatch({ values: ['never acknowledged'] });
  await appendFile(join(directory, segment), batch.subarray(0, batch.length - 5));
}
