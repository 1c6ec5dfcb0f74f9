import { knownTypes } from '@galleria/events/catalog';
import { createConsumer } from '@galleria/messaging/consumer/consumer';
import { createRecordHandler, type RecordHandler } from '@galleria/messaging/consumer/record-handler';
import type { Subscription } from '@galleria/messaging/consumer/subscription';
import { createBurial } from '@galleria/messaging/dead-letters/burial';
import { deadLetterTopic } from '@galleria/messaging/dead-letters/dead-letter-topic';
import type { Broker } from '@galleria/messaging/kafka/broker';
import { createRelay } from '@galleria/messaging/outbox/relay';
import type { OutboxConnection } from '@galleria/messaging/outbox/outbox-connection';
import type { Logger } from '@galleria/kit/logger';
import type { MemoryDatabase, Tables } from '../ports/memory-database.ts';
import type { Life } from '../world/world.ts';

/** What one life of a service stands on. */
export interface ServiceSurroundings {
  readonly life: Life;
  readonly clock: () => Date;
  readonly logger: Logger;
}

/** How `createMessaging` goes about a message that fails, in fewer tries: a schedule is short. */
const RETRY = { attempts: 6, firstMs: 50, maxMs: 2_000 };

/** What the messaging of one life is made of. */
export interface MessagingPorts<Own extends Tables> {
  readonly broker: Broker;
  readonly database: MemoryDatabase<Own>;
  readonly subscriptions: readonly Subscription[];
  readonly plantOutbox: (outbox: OutboxConnection) => OutboxConnection;
  readonly watchHandler: (handle: RecordHandler) => RecordHandler;
}

/** Relay, consumer, inbox and burial of one life, wired as `createMessaging` wires them, over the ports in memory. */
export function startMessaging<Own extends Tables>(
  { life, logger }: ServiceSurroundings,
  { broker, database, subscriptions, plantOutbox, watchHandler }: MessagingPorts<Own>,
): { readonly hasCaughtUp: () => Promise<boolean> } {
  const relay = createRelay({
    onCommit: (listener) => database.onCommit(life, listener),
    connect: async (onWake) => plantOutbox(await database.connectOutbox(life, onWake)),
    ensureTopics: (names) => broker.ensureTopics(names),
    topics: [],
    createProducer: () => broker.createProducer(),
    logger,
  });
  relay.start();
  if (subscriptions.length === 0) return { hasCaughtUp: async () => true };
  const subscribed = [...new Set(subscriptions.map(({ topic }) => topic))];
  const handle = createRecordHandler({
    service: life.service,
    subscriptions,
    knownTypes,
    retry: RETRY,
    // A few orders never keep as many handlers busy as there may be.
    inTurn: (work) => work(),
    logger,
    bury: createBurial({ service: life.service, broker, producer: broker.createProducer() }),
    isDatabaseWritable: async () => true,
  });
  const consumer = createConsumer({
    broker,
    groupId: life.service,
    topics: async () => {
      await broker.ensureTopics([...subscribed, deadLetterTopic(life.service)]);
      return subscribed;
    },
    handle: watchHandler(handle),
    logger,
  });
  consumer.start();
  return { hasCaughtUp: () => consumer.hasCaughtUp() };
}
