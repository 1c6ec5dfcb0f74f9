import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBroker, type FurtherListener } from '../../src/broker/broker.ts';
import { ErrorCode } from '../../src/broker/wire/error-code.ts';
import { freePort } from '../../src/testing/network/free-port.ts';
import { startTcpProxy } from '../../src/testing/network/tcp-proxy.ts';
import { silentLogger, startEmbeddedTarget } from './support/embedded-target.ts';
import { createKafkaClients, randomName } from './support/kafka-clients.ts';
import type { KafkaClients } from './support/kafka-clients.ts';
import type { KafkaTarget } from './support/kafka-target.ts';
import { findKcat } from './support/kcat.ts';
import type { RunKcat } from './support/kcat.ts';
import { connectRawClient } from './support/raw-client.ts';
import { describeUnavailable } from '../../src/testing/unavailable.ts';

const kcat = await findKcat();

describe('The embedded broker', () => {
  let target: KafkaTarget;
  let clients: KafkaClients;
  beforeAll(async () => {
    target = await startEmbeddedTarget();
  });
  afterAll(() => target.stop());
  beforeEach(() => {
    clients = createKafkaClients(target.brokers);
  });
  afterEach(() => clients.close());
  const broker = () => target.brokers[0] ?? '';

  it('refuses transactions', async () => {
    const producer = await clients.producer({ transactionalId: randomName('tx'), maxInFlightRequests: 1 });
    await expect(producer.transaction()).rejects.toMatchObject({ retriable: false });

    const client = await connectRawClient(broker());
    const response = await client.request(22, 1, (body) => body.nullableString('tx').int32(1000));
    response.int32();
    expect(response.int16()).toBe(ErrorCode.INVALID_REQUEST);
    client.close();
  });

  it('refuses compacted topics', async () => {
    const admin = await clients.admin();
    const configEntries = [{ name: 'cleanup.policy', value: 'compact' }];
    const creation = admin.createTopics({ topics: [{ topic: randomName('compacted'), configEntries }] });
    await expect(creation).rejects.toMatchObject({ errors: [{ type: 'INVALID_CONFIG' }] });
  });

  it('refuses static members', async () => {
    const client = await connectRawClient(broker());
    const response = await client.request(11, 5, (body) => {
      body
        .string('static')
        .int32(10_000)
        .int32(10_000)
        .string('')
        .nullableString('instance-1')
        .string('consumer')
        .int32(0);
    });
    response.int32();
    expect(response.int16()).toBe(ErrorCode.UNSUPPORTED_VERSION);
    client.close();
  });

  it('gives the partitions of a member whose connection has ended to the others, however long its session is', async () => {
    const group = randomName('group');
    const first = await joinRaw(broker(), group);
    await first.ask();
    const second = await joinRaw(broker(), group);
    const joined = second.ask();
    first.close();
    expect(await joined).toMatchObject({ errorCode: ErrorCode.NONE, members: 1 });
    second.close();
  });

  it('closes a connection that announces an absurd frame and serves the others on', async () => {
    const admin = await clients.admin();
    for (const bytes of ['7fffffff', 'ffffffff', '00000002', '1603010200']) {
      const socket = connect({ host: '127.0.0.1', port: Number(broker().split(':')[1]) });
      socket.on('error', () => undefined);
      socket.write(Buffer.from(bytes, 'hex'));
      await once(socket, 'close');
    }
    expect(await admin.listTopics()).toBeInstanceOf(Array);
  });

  if (kcat.kind === 'found') {
    describe('serves kcat: it', () => describeKcat(kcat.run, broker, () => clients));
  } else {
    describeUnavailable('kcat', kcat.reason);
  }
});

describe('A data directory', () => {
  let dataDirectory: string;
  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'galleria-broker-'));
  });
  afterEach(() => rm(dataDirectory, { recursive: true, force: true }));
  const start = (port = 0, furtherListeners: readonly FurtherListener[] = []) =>
    startBroker({ dataDirectory, port, furtherListeners, fsync: 'never', logger: silentLogger });

  it('is used by one broker at a time and free again once that has stopped', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({ code: 'DATA_DIRECTORY_LOCKED', retriable: true });
    await first.stop();
    await first.stop();
    const second = await start();
    await second.stop();
    expect((await readdir(dataDirectory)).filter((name) => name.startsWith('lock.'))).toEqual([]);
  });

  it('leaves no file or socket open when its broker has stopped under a waiting client', async () => {
    const openFiles = async () => (await readdir('/dev/fd')).length;
    const before = await openFiles();
    for (let round = 0; round < 5; round += 1) {
      const broker = await start();
      const client = await connectRawClient(`${broker.host}:${broker.port}`);
      const longPoll = client.request(1, 11, (body) => {
        body.int32(-1).int32(60_000).int32(1).int32(1000).int8(0).int32(0).int32(-1).int32(0).int32(0).string('');
      });
      const refusal = expect(longPoll).rejects.toThrow('closed the connection');
      await broker.stop();
      await refusal;
    }
    // Fewer when something of an earlier test was still closing.
    await expect.poll(openFiles).toBeLessThanOrEqual(before);
  });

  it('is released when the port turns out to be taken', async () => {
    const other = await startEmbeddedTarget();
    const takenPort = Number(other.brokers[0]?.split(':')[1]);
    await expect(start(takenPort)).rejects.toMatchObject({ code: 'PORT_TAKEN', kind: 'conflict' });
    const broker = await start();
    await broker.stop();
    await other.stop();
  });

  it('tells those who come by a further listener the address by which they came, and keeps to it', async () => {
    const further = await freePort();
    const network = await startTcpProxy({ host: '127.0.0.1', port: further });
    const advertised = { host: 'localhost', port: network.port };
    const broker = await start(0, [{ port: further, advertised }]);
    const near = createKafkaClients([`127.0.0.1:${broker.port}`]);
    const far = createKafkaClients([`127.0.0.1:${network.port}`]);
    const topic = await near.topic();
    await (await near.producer()).send({ topic, messages: [{ value: 'from near' }] });
    await (await far.producer()).send({ topic, messages: [{ value: 'from far' }] });
    const [nearAdmin, farAdmin] = [await near.admin(), await far.admin()];
    expect((await nearAdmin.describeCluster()).brokers).toEqual([{ nodeId: 0, host: '127.0.0.1', port: broker.port }]);
    expect((await farAdmin.describeCluster()).brokers).toEqual([{ nodeId: 0, ...advertised }]);
    expect((await farAdmin.fetchTopicOffsets(topic)).map(({ offset }) => offset)).toEqual(['2']);
    await Promise.all([near.close(), far.close()]);
    await broker.stop();
    await network.close();
  });

  it('keeps topics, settings, records and offsets over a restart', async () => {
    const groupId = randomName('group');
    const first = await start();
    const before = createKafkaClients([`127.0.0.1:${first.port}`]);
    const topic = await before.topic(2);
    const producer = await before.producer({ idempotent: true });
    await producer.send({ topic, messages: [{ partition: 1, value: 'kept' }] });
    const consumer = await before.consumer({ groupId });
    await consumer.subscribe({ topic });
    await consumer.run({ eachMessage: async () => undefined });
    await consumer.commitOffsets([{ topic, partition: 1, offset: '1' }]);
    await before.close();
    await first.stop();

    const second = await start();
    const after = createKafkaClients([`127.0.0.1:${second.port}`]);
    const admin = await after.admin();
    expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ high: '0' }, { high: '1' }]);
    const committed = await admin.fetchOffsets({ groupId, topics: [topic] });
    expect(committed[0]?.partitions).toContainEqual({ partition: 1, offset: '1', metadata: null });
    expect((await admin.describeGroups([groupId])).groups[0]).toMatchObject({ state: 'Empty' });
    await after.close();
    await second.stop();
  });
});

function describeKcat(run: RunKcat, broker: () => string, clients: () => KafkaClients): void {
  it('lists topics and partitions', async () => {
    const topic = await clients().topic(3);
    const listing = JSON.parse(await run(['-b', broker(), '-L', '-J', '-t', topic])) as { topics: object[] };
    expect(listing.topics).toMatchObject([{ topic, partitions: [{ leader: 0 }, { leader: 0 }, { leader: 0 }] }]);
  });

  it.each(['none', 'gzip', 'lz4', 'zstd'])('produces and consumes with compression %s', async (codec) => {
    const topic = await clients().topic();
    const lines = Array.from({ length: 200 }, (_, index) => `k${index}:line ${index}`);
    const produce = ['-b', broker(), '-P', '-t', topic, '-K', ':', '-z', codec];
    await run([...produce, '-X', 'acks=all', '-X', 'enable.idempotence=true'], `${lines.join('\n')}\n`);
    const output = await run(['-b', broker(), '-C', '-t', topic, '-o', 'beginning', '-e', '-q', '-K', ':']);
    expect(output.trim().split('\n')).toEqual(lines);
  });

  it('consumes in a group and continues where the group stopped', async () => {
    const topic = await clients().topic(2);
    const producer = await clients().producer();
    await producer.send({ topic, messages: [{ value: 'a' }, { value: 'b' }] });
    const group = ['-b', broker(), '-X', 'auto.offset.reset=earliest', '-X', 'session.timeout.ms=6000', '-q', '-e'];
    const groupId = randomName('kcat');
    expect((await run([...group, '-G', groupId, topic])).trim().split('\n').toSorted()).toEqual(['a', 'b']);
    await producer.send({ topic, messages: [{ value: 'c' }] });
    expect((await run([...group, '-G', groupId, topic])).trim()).toBe('c');
  });

  it('finds offsets by time', async () => {
    const topic = await clients().topic();
    const producer = await clients().producer();
    const start = Date.now() - 5000;
    const messages = [0, 1000, 2000].map((later) => ({ value: `${later}`, timestamp: String(start + later) }));
    await producer.send({ topic, messages });
    expect((await run(['-b', broker(), '-Q', '-t', `${topic}:0:${start + 500}`])).trim()).toBe(`${topic} [0] offset 1`);
  });
}

/** A member of a group with the longest session that there is. `ask` joins, and resolves when all others have, too. */
async function joinRaw(address: string, group: string) {
  const client = await connectRawClient(address);
  const join = async (memberId: string) => {
    const response = await client.request(11, 5, (body) => {
      body.string(group).int32(1_800_000).int32(1_800_000).string(memberId).nullableString(null).string('consumer');
      body.array([Buffer.alloc(0)], (metadata) => body.string('range').bytes(metadata));
    });
    response.int32();
    const errorCode = response.int16();
    response.int32();
    response.string();
    response.string();
    const id = response.string();
    const members = response.array(() => [response.string(), response.nullableString(), response.bytes()]).length;
    return { errorCode, id, members };
  };
  const { id } = await join('');
  return { ask: () => join(id), close: () => client.close() };
}
