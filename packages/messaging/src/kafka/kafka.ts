import type { Logger } from '@galleria/kit/logger';
import { Kafka, logLevel, Partitioners, type Admin, type Consumer, type IHeaders, type LogEntry } from 'kafkajs';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { delayAfter, sleep, type Backoff } from '../backoff.ts';
import { toBrokerError } from './broker-error.ts';
import type {
  Broker,
  ConsumeOptions,
  ConsumerSession,
  IncomingRecord,
  OutgoingRecord,
  Producer,
  SessionListener,
  TopicPartition,
} from './broker.ts';
import { bootstrapServers } from './bootstrap-servers.ts';
import { createReconnectingClient, silence, type ReconnectingClient } from './kafka-client.ts';
import {
  areThere,
  committed,
  createTopics,
  ends,
  missingTopics,
  retentionMs,
  type TopicSettings,
} from './kafka-topics.ts';
import { mendRequestQueue } from './mend-request-queue.ts';

export interface KafkaOptions {
  readonly clientId: string;
  /** `host:port` of some brokers of the cluster. */
  readonly brokers: readonly string[];
  readonly logger: Logger;
  readonly topics: TopicSettings;
}

/**
 * After these the broker is taken for gone: a connection whose other end has vanished says nothing at all. A consumer's
 * requests are answered at once, or after the wait for records (and what of them is replicated has more time,
 * `mend-request-queue.ts`); what is sent, and even more a topic that is made, may have to reach several brokers first.
 */
const ANSWER_WITHIN_MS = { consumers: 1_500, sends: 3_000, newTopics: 10_000 } as const;
const WRITTEN_WITHIN_MS = 2_500;
const MAX_WAIT_MS = 500;
const SESSION_TIMEOUT_MS = 6_000;
const HEARTBEAT_INTERVAL_MS = 1_500;
const REBALANCE_TIMEOUT_MS = 10_000;
const MAX_BYTES_PER_PARTITION = 262_144;
/** A leader that moves, or a topic that not every broker has heard of yet, is no news. */
const SEND_RETRIES = 2;
const SEND_AGAIN: Backoff = { firstMs: 50, maxMs: 250 };

/**
 * The broker over kafkajs 2.2.4, which is no longer maintained: only this folder knows it, so that another client can
 * take its place. docs/decisions/004-outbox-and-inbox.md says what of it had to be worked around.
 */
export function createKafkaBroker(options: KafkaOptions): Broker {
  mendRequestQueue(RequestQueue.prototype);
  const sends = connectTo(options, ANSWER_WITHIN_MS.sends);
  const consumers = connectTo(options, ANSWER_WITHIN_MS.consumers);
  const admin = createAdmin(consumers);
  const creator = createAdmin(connectTo(options, ANSWER_WITHIN_MS.newTopics));
  const known = new Set<string>();
  // Whatever failed, a topic may be gone: a broker whose data were wiped comes back without any.
  const forgetTopics = () => known.clear();
  const used = new Set<string>();

  return {
    ensureTopics: async (names) => {
      const unknown = [...new Set(names)].filter((name) => !known.has(name));
      if (unknown.length === 0) return;
      const missing = await admin.use((client) => missingTopics(client, unknown, options.topics)).catch(rethrow);
      if (missing.length > 0) await creator.use((client) => createTopics(client, missing)).catch(rethrow);
      for (const name of unknown) {
        known.add(name);
        used.add(name);
      }
    },
    topics: () => admin.use((client) => client.listTopics()).catch(rethrow),
    createProducer: () => createProducer(sends, forgetTopics),
    consume: (consumeOptions) => consume(consumers, consumeOptions, forgetTopics),
    retentionMs: (topics) => admin.use((client) => retentionMs(client, topics)).catch(rethrow),
    ends: (topics) => admin.use((client) => ends(client, topics)).catch(rethrow),
    committed: (groupId, topics) => admin.use((client) => committed(client, groupId, topics)).catch(rethrow),
    check: () => admin.use((client) => answers(client, [...used])).catch(rethrow),
    close: async () => void (await Promise.all([admin.close(), creator.close()])),
  };
}

function connectTo({ clientId, brokers, logger }: KafkaOptions, requestTimeout: number): Kafka {
  return new Kafka({
    clientId,
    ...bootstrapServers(brokers),
    connectionTimeout: 2_000,
    requestTimeout,
    retry: { retries: 2, initialRetryTime: 50, maxRetryTime: 250 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => log(logger, entry),
  });
}

function createAdmin(kafka: Kafka): ReconnectingClient<Admin> {
  return createReconnectingClient({
    create: () => kafka.admin(),
    onTimeout: (client, callback) =>
      client.on(client.events.REQUEST_TIMEOUT, ({ payload }) => callback(payload.apiName)),
  });
}

async function answers(admin: Admin, used: readonly string[]): Promise<void> {
  if (!(await areThere(admin, used))) await admin.describeCluster();
}

/**
 * One `send` at a time, and what fails is sent again as a whole by a producer that knows nothing of it. kafkajs's own
 * retries lose messages and say that they were sent: of several brokers it asks those no more that have answered once,
 * although the partition whose leader moved may have moved to one of them. Without retries an idempotent producer has
 * nothing to tell apart; that a message was written twice, its receiver's inbox sees.
 */
function createProducer(kafka: Kafka, onFailed: () => void): Producer {
  const producer = createReconnectingClient({
    create: () =>
      kafka.producer({
        allowAutoTopicCreation: false,
        createPartitioner: Partitioners.DefaultPartitioner,
        retry: { retries: 0 },
      }),
    onTimeout: (client, callback) =>
      client.on(client.events.REQUEST_TIMEOUT, ({ payload }) => callback(payload.apiName)),
  });
  const closing = new AbortController();
  const insist = async (records: readonly OutgoingRecord[], failures = 0): Promise<void> => {
    try {
      const topicMessages = byTopic(records);
      await producer.use((client) => client.sendBatch({ acks: -1, timeout: WRITTEN_WITHIN_MS, topicMessages }));
    } catch (thrown) {
      if (failures === SEND_RETRIES || closing.signal.aborted) throw thrown;
      await sleep(delayAfter(failures + 1, SEND_AGAIN), closing.signal);
      await insist(records, failures + 1);
    }
  };
  let last: Promise<unknown> = Promise.resolve();

  return {
    send: (records) => {
      const sent = last.then(() => insist(records));
      last = sent.catch(onFailed);
      return sent.catch(rethrow);
    },
    close: () => {
      closing.abort();
      return producer.close();
    },
  };
}

function byTopic(records: readonly OutgoingRecord[]) {
  const topics = new Map<string, { key: string; value: string; headers: Record<string, string> }[]>();
  for (const { topic, key, value, headers } of records) {
    const messages = topics.get(topic) ?? [];
    messages.push({ key, value, headers: { ...headers } });
    topics.set(topic, messages);
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

async function consume(kafka: Kafka, options: ConsumeOptions, onFailed: () => void): Promise<ConsumerSession> {
  const consumer = kafka.consumer({
    groupId: options.groupId,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: MAX_WAIT_MS,
    minBytes: 1,
    maxBytesPerPartition: MAX_BYTES_PER_PARTITION,
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_INTERVAL_MS,
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    // Restarting is the caller's affair in every case: kafkajs's own covers only some, and a second one would race with
    // it.
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 1_000, restartOnFailure: () => Promise.resolve(false) },
  });
  const session = createSession(consumer);
  const listener = options.attach(session);
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => listener.onAssigned(partitionsOf(payload.memberAssignment)));
  // kafkajs would ask again over the same connection. That an offset is not committed says nothing of it, and costs a
  // look into the inbox.
  consumer.on(consumer.events.REQUEST_TIMEOUT, ({ payload: { apiName } }) => {
    if (apiName !== 'OffsetCommit') listener.onEnded(silence(apiName));
  });
  const crashed = new Promise<never>((_resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      onFailed();
      listener.onEnded(payload.error);
      reject(payload.error);
    });
  });
  crashed.catch(() => undefined);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
    await Promise.race([run(consumer, listener), crashed]);
  } catch (thrown) {
    onFailed();
    void consumer.disconnect().catch(() => undefined);
    throw toBrokerError(thrown);
  }
  return session;
}

function createSession(consumer: Consumer): ConsumerSession {
  const ifRunning = (work: () => void) => {
    try {
      work();
    } catch {
      // kafkajs throws when the consumer has stopped; then there is nothing to read.
    }
  };
  return {
    commit: (offsets) =>
      consumer.commitOffsets(offsets.map((position) => ({ ...position, offset: position.offset.toString() }))),
    pause: ({ topic, partition }) => ifRunning(() => consumer.pause([{ topic, partitions: [partition] }])),
    resume: ({ topic, partition }) => ifRunning(() => consumer.resume([{ topic, partitions: [partition] }])),
    seek: ({ offset, ...partition }) => ifRunning(() => consumer.seek({ ...partition, offset: offset.toString() })),
    close: () => consumer.disconnect(),
  };
}

/**
 * Batches are handed over and never worked on here: kafkajs fetches again only when all batches of a fetch are done, so
 * one slow handler would hold up every partition and the heartbeat. Offsets are committed by hand, after the work.
 */
function run(consumer: Consumer, listener: SessionListener): Promise<void> {
  return consumer.run({
    autoCommit: false,
    // What is not taken over must be read again.
    eachBatchAutoResolve: false,
    eachBatch: async (payload) => {
      if (!payload.isRunning() || payload.isStale()) return;
      const { batch } = payload;
      payload.resolveOffset(batch.lastOffset());
      listener.onRecords(
        batch.messages.map((message) => ({
          topic: batch.topic,
          partition: batch.partition,
          offset: BigInt(message.offset),
          key: message.key?.toString('utf8') ?? null,
          value: message.value?.toString('utf8') ?? '',
          headers: readHeaders(message.headers),
        })),
      );
    },
  });
}

function partitionsOf(assignment: Readonly<Record<string, readonly number[]>>): TopicPartition[] {
  return Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}

/** A header that was sent several times arrives as an array: the first one counts. */
function readHeaders(headers: IHeaders | undefined): IncomingRecord['headers'] {
  const entries = Object.entries(headers ?? {}).flatMap(([name, values]) => {
    const value = Array.isArray(values) ? values[0] : values;
    return value === undefined ? [] : [[name.toLowerCase(), value.toString('utf8')] as const];
  });
  return Object.fromEntries(entries);
}

function rethrow(thrown: unknown): never {
  throw toBrokerError(thrown);
}

/**
 * One level lower than kafkajs means it: it calls an error what is retried a moment later; what matters is logged by
 * its callers.
 */
function log(logger: Logger, { level, namespace, log: entry }: LogEntry): void {
  const { message, ...details } = entry;
  if (level === logLevel.ERROR) logger.debug({ kafka: namespace, details }, message);
  else logger.trace({ kafka: namespace, details }, message);
}
