import { boolean } from '@galleria/kit/database/columns';
import type { Database } from '@galleria/kit/database/database';
import type { Logger } from '@galleria/kit/logger';
import type { ReadinessCheck } from '@galleria/kit/process/readiness';
import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';
import pLimit from 'p-limit';
import { atMost } from './backoff.ts';
import type { Broker } from './kafka/broker.ts';
import { createBroadcasts, createLiveFeed } from './consumer/broadcasts.ts';
import { createConsumer, type MessageConsumer } from './consumer/consumer.ts';
import { createDeadLetterFeed } from './dead-letters/dead-letter-feed.ts';
import { createBurial } from './dead-letters/burial.ts';
import { deadLetterTopic } from './dead-letters/dead-letter-topic.ts';
import type { DeadLetter } from './dead-letters/dead-letter.ts';
import { createKafkaBroker } from './kafka/kafka.ts';
import type { TopicSettings } from './kafka/kafka-topics.ts';
import { createRecordHandler, type HandlerDependencies } from './consumer/record-handler.ts';
import { connectOutbox } from './outbox/outbox-connection.ts';
import { createRelay } from './outbox/relay.ts';
import { createRetention, requireRetention, topicRetentionMs } from './retention.ts';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './consumer/retry-policy.ts';
import type { Subscription } from './consumer/subscription.ts';

export interface MessagingOptions {
  /** Names the consumer group, the source of messages and the topic of dead letters. */
  readonly service: string;
  /** `host:port` of some brokers. */
  readonly brokers: readonly string[];
  readonly database: Database;
  /** The same database: the relay has a connection of its own, and refuses a pooler that keeps no sessions. */
  readonly databaseUrl: string;
  readonly logger: Logger;
  /** Topics that this service owns. */
  readonly topics: readonly string[];
  readonly subscriptions: readonly Subscription[];
  /** Of all services: what this one meets of another type, a newer release has sent, and it becomes a dead letter. */
  readonly knownTypes: HandlerDependencies['knownTypes'];
  /** What each instance hears, without an inbox, from the beginning each time that it starts. */
  readonly broadcasts?: readonly Subscription[];
  /** What each instance hears from now on, and is told when it may have missed something; see `createLiveFeed`. */
  readonly live?: { readonly subscriptions: readonly Subscription[]; readonly onJoined: () => void };
  /** For the one service that keeps the dead letters of all; a letter may be delivered again. */
  readonly keepDeadLetter?: (letter: DeadLetter) => Promise<void>;
  readonly retry?: RetryPolicy;
  readonly topicSettings?: TopicSettings;
}

export interface Messaging {
  /** Returns at once: connects in the background and keeps trying. */
  start(): void;
  /** Finishes what is being handled or sent as far as that takes less than 2 s, and disconnects. */
  stop(): Promise<void>;
  readonly readiness: readonly ReadinessCheck[];
  /** Whether the backlog that a start, or the loss of a session, has met is handled; see `MessageConsumer`. */
  hasCaughtUp(): Promise<boolean>;
}

const TOPIC_SETTINGS: TopicSettings = { partitions: 3, replicationFactor: -1, retentionMs: topicRetentionMs };
/** Handlers that run at once, below the ten connections of the pool so that queries of clients find one. */
const CONCURRENT_HANDLERS = 8;
const CLOSE_DEADLINE_MS = 300;

/**
 * Everything between a service's database and Kafka: sends its outbox, handles its subscriptions, and writes what it
 * cannot handle to its dead letters.
 */
export function createMessaging(options: MessagingOptions): Messaging {
  const { service, database, databaseUrl, logger } = options;
  const topicSettings = options.topicSettings ?? TOPIC_SETTINGS;
  const broker = createKafkaBroker({ clientId: service, brokers: options.brokers, logger, topics: topicSettings });
  const relay = createRelay({
    onCommit: (listener) => database.onCommit(listener),
    connect: (onWake) => connectOutbox(databaseUrl, onWake),
    ensureTopics: (names) => broker.ensureTopics(names),
    topics: options.topics,
    createProducer: () => broker.createProducer(),
    logger,
  });
  const consumer = options.subscriptions.length === 0 ? undefined : createServiceConsumer(options, broker);
  const feed = options.keepDeadLetter === undefined ? undefined : createFeed(options, broker, options.keepDeadLetter);
  const broadcasts = (options.broadcasts ?? []).length === 0 ? undefined : createServiceBroadcasts(options, broker);
  const live = options.live === undefined ? undefined : createLiveFeed({ ...options.live, service, broker, logger });
  const retention = createRetention({ database, logger });
  const listeners = [consumer, feed, broadcasts, live].filter((listener) => listener !== undefined);

  return {
    start: () => {
      relay.start();
      listeners.forEach((listener) => listener.start());
      retention.start();
    },
    stop: async () => {
      await Promise.all([retention.stop(), relay.stop(), ...listeners.map((listener) => listener.stop())]);
      await atMost(CLOSE_DEADLINE_MS, broker.close());
    },
    readiness: [
      { name: 'broker', check: () => broker.check() },
      relay.readiness,
      ...listeners.map(({ readiness }) => readiness),
    ],
    hasCaughtUp: async () => consumer === undefined || consumer.hasCaughtUp(),
  };
}

function createFeed(
  { service, database, logger }: MessagingOptions,
  broker: Broker,
  keep: NonNullable<MessagingOptions['keepDeadLetter']>,
) {
  return createDeadLetterFeed({ service, broker, keep, isDatabaseWritable: () => isWritable(database), logger });
}

function createServiceBroadcasts({ service, broadcasts = [], logger }: MessagingOptions, broker: Broker) {
  return createBroadcasts({ service, broker, subscriptions: broadcasts, logger });
}

function createServiceConsumer(options: MessagingOptions, broker: Broker): MessageConsumer {
  const { service, subscriptions, database, logger } = options;
  refuseDuplicates(subscriptions);
  const deadLetters = broker.createProducer();
  const handle = createRecordHandler({
    service,
    subscriptions,
    knownTypes: options.knownTypes,
    retry: options.retry ?? DEFAULT_RETRY_POLICY,
    inTurn: pLimit(CONCURRENT_HANDLERS),
    logger,
    bury: createBurial({ service, broker, producer: deadLetters }),
    isDatabaseWritable: () => isWritable(database),
  });
  const subscribed = [...new Set(subscriptions.map((subscription) => subscription.topic))];
  const consumer = createConsumer({
    broker,
    groupId: service,
    topics: async () => {
      await broker.ensureTopics([...subscribed, deadLetterTopic(service)]);
      await requireRetention(broker, subscribed);
      return subscribed;
    },
    handle,
    logger,
  });
  return {
    ...consumer,
    stop: async () => {
      await consumer.stop();
      await atMost(CLOSE_DEADLINE_MS, deadLetters.close());
    },
  };
}

/** Two handlers of one type would share one inbox entry and one fate: combine them in a function instead. */
function refuseDuplicates(subscriptions: readonly Subscription[]): void {
  const seen = new Set<string>();
  for (const { type } of subscriptions) {
    if (seen.has(type)) throw new Error(`Two subscriptions to ${type} in one service`);
    seen.add(type);
  }
}

/** Not while it is away, and not where it takes no changes: a primary that was demoted, a standby. */
async function isWritable(database: Database): Promise<boolean> {
  try {
    const [state] = await database.query(
      sql`select current_setting('transaction_read_only') = 'off' as ${alias('isWritable', boolean)}`,
    );
    return state?.isWritable ?? false;
  } catch {
    return false;
  }
}
