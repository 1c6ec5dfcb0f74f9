/**
 * Measures the embedded broker, as a process of its own, with kafkajs in this one, and prints JSON for each fsync mode:
 * messages sent one at a time with acks "all", batches of 500, the time from produce to eachMessage at 100 a second,
 * and consuming. The client is the bottleneck of most of it. SECONDS sets the length of each part (5).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Kafka, Partitioners, logLevel } from 'kafkajs';
import type { Producer } from 'kafkajs';
import kafkajs from 'kafkajs/package.json' with { type: 'json' };
import { environment } from './load/environment.ts';
import { latency } from './load/statistics.ts';

const seconds = Number(process.env['SECONDS'] ?? 5);
const MESSAGES_PER_SECOND = 100;
const BATCH = 500;
const value = Buffer.alloc(1024, 'x');

const directory = await mkdtemp(join(tmpdir(), 'galleria-bench-broker-'));
const program = join(directory, 'broker.mjs');
const main = fileURLToPath(new URL('../packages/platform/src/broker/main.ts', import.meta.url));
await build({ entryPoints: [main], outfile: program, bundle: true, platform: 'node', format: 'esm', target: 'node20' });

const results: Record<string, unknown> = {};
for (const fsync of ['every-second', 'always']) results[fsync] = await measure(fsync);
console.log(JSON.stringify({ ...environment(), kafkajs: kafkajs.version, ...results }, null, 2));
await rm(directory, { recursive: true, force: true });

async function measure(fsync: string) {
  const started = performance.now();
  const broker = await startProcess(fsync);
  const listeningMs = Math.round(performance.now() - started);
  const kafka = new Kafka({ brokers: [`127.0.0.1:${broker.port}`], logLevel: logLevel.ERROR });
  const admin = kafka.admin();
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await Promise.all([admin.connect(), producer.connect()]);
  const topics = ['single', 'batches', 'latency'].map((topic) => ({ topic, numPartitions: 1 }));
  await admin.createTopics({ topics, waitForLeaders: true });
  try {
    return {
      listeningMs,
      sequential: await sendOneByOne(producer),
      batches: await sendBatches(producer),
      endToEnd: await measureEndToEnd(kafka, producer),
      consumedPerSecond: await consumeAll(kafka, await endOffset()),
    };
  } finally {
    await Promise.all([admin.disconnect(), producer.disconnect()]);
    await broker.stop();
  }

  async function endOffset(): Promise<number> {
    const [partition] = await admin.fetchTopicOffsets('batches');
    return Number(partition?.high ?? 0);
  }
}

async function sendOneByOne(producer: Producer) {
  const times: number[] = [];
  const started = performance.now();
  while (performance.now() - started < seconds * 1000) {
    const before = performance.now();
    await producer.send({ topic: 'single', acks: -1, messages: [{ key: 'k', value }] });
    times.push(performance.now() - before);
  }
  return { perSecond: Math.round((times.length * 1000) / (performance.now() - started)), ...latency(times) };
}

async function sendBatches(producer: Producer) {
  const messages = Array.from({ length: BATCH }, (_, index) => ({ key: String(index), value }));
  let sent = 0;
  const started = performance.now();
  for (; performance.now() - started < seconds * 1000; sent += BATCH) {
    await producer.send({ topic: 'batches', acks: -1, messages });
  }
  return { messagesPerSecond: Math.round((sent * 1000) / (performance.now() - started)), bytesEach: value.length };
}

/** The time from before the send to the handler, both by this process's clock. */
async function measureEndToEnd(kafka: Kafka, producer: Producer) {
  const consumer = kafka.consumer({ groupId: 'latency' });
  const times: number[] = [];
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.connect();
  await consumer.subscribe({ topic: 'latency', fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      times.push(performance.now() - Number(message.value?.toString()));
    },
  });
  await joined;
  const count = seconds * MESSAGES_PER_SECOND;
  for (let index = 0; index < count; index += 1) {
    await producer.send({ topic: 'latency', acks: -1, messages: [{ key: 'k', value: String(performance.now()) }] });
    await delay(1000 / MESSAGES_PER_SECOND);
  }
  while (times.length < count) await delay(10);
  await consumer.disconnect();
  return latency(times);
}

async function consumeAll(kafka: Kafka, count: number): Promise<number> {
  const consumer = kafka.consumer({ groupId: 'throughput' });
  await consumer.connect();
  await consumer.subscribe({ topic: 'batches', fromBeginning: true });
  let first = 0;
  let consumed = 0;
  const last = new Promise<number>((resolve) => {
    void consumer.run({
      eachBatch: async ({ batch }) => {
        first ||= performance.now();
        consumed += batch.messages.length;
        if (consumed >= count) resolve(performance.now());
      },
    });
  });
  const perSecond = Math.round((count * 1000) / ((await last) - first));
  await consumer.disconnect();
  return perSecond;
}

async function startProcess(fsync: string) {
  const dataDirectory = await mkdtemp(join(directory, `${fsync}-`));
  const env = { KAFKA_PORT: '0', KAFKA_DATA_DIRECTORY: dataDirectory, KAFKA_FSYNC: fsync };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { port } = JSON.parse(line.toString()) as { port: number };
  return {
    port,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
