import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type Database } from '@galleria/kit/database/database';
import { newId } from '@galleria/kit/identifiers';
import { createLogger } from '@galleria/kit/logger';
import { readinessReport } from '@galleria/kit/process/readiness';
import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';
import { integer } from '@galleria/kit/database/columns';
import type { IncomingRecord } from '@galleria/messaging/kafka/broker';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { createKafkaBroker } from '@galleria/messaging/kafka/kafka';
import { createMessaging, type Messaging, type MessagingOptions } from '@galleria/messaging/messaging';
import type { DeadLetter } from '@galleria/messaging/dead-letters/dead-letter';
import { toReplay } from '@galleria/messaging/dead-letters/replay';
import { createOutbox, writeToOutbox } from '@galleria/messaging/outbox/outbox';
import { startBroker } from '@galleria/platform/broker/broker';
import { freePort } from '@galleria/platform/testing/network/free-port';
import { createEmptyDatabase } from '@galleria/platform/testing/test-database';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { MESSAGING_TABLES } from './messaging-tables.ts';

export const logger = createLogger({ service: 'test', level: 'silent' });

export interface TestBroker {
  readonly addresses: readonly string[];
  /** Ends the broker as a crash would end its clients' connections; what it has written stays. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Deletes, while it is stopped, all that it has written. */
  wipe(): Promise<void>;
  remove(): Promise<void>;
}

let given: TestBroker | undefined;

/** From now on the tests of this file run on a broker that is there already, and not on embedded ones of their own. */
export function useBroker(broker: TestBroker): void {
  given = broker;
}

/** A broker on a port that stays the same when it is stopped and started again. */
export async function startTestBroker(host = '127.0.0.1'): Promise<TestBroker> {
  if (given !== undefined && host === '127.0.0.1') return given;
  const dataDirectory = await mkdtemp(join(tmpdir(), 'galleria-messaging-'));
  const start = (port: number) => startBroker({ dataDirectory, host, port, fsync: 'never', logger });
  const port = await freePort();
  let broker = await start(port);
  return {
    addresses: [host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`],
    stop: () => broker.stop(),
    start: async () => {
      broker = await start(port);
    },
    wipe: () => rm(dataDirectory, { recursive: true }),
    remove: async () => {
      await broker.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

export const numberSchema = z.object({ key: z.string(), number: z.number() });
export type Numbered = z.infer<typeof numberSchema>;

/** A contract, topic included, that no other test uses. */
export function uniqueContract(): MessageContract<Numbered> {
  const owner = `owner-${newId()}`;
  return {
    type: `${owner}.counted.v1`,
    topic: `${owner}.events`,
    keyOf: (data: Numbered) => data.key,
    schema: numberSchema,
  };
}

export interface TestService {
  readonly name: string;
  readonly database: Database;
  readonly databaseUrl: string;
  readonly messaging: Messaging;
  /** Commits a message as a service does. */
  add<Data>(contract: MessageContract<Data>, data: Data): Promise<void>;
  /** Commits that a dead letter is sent again. */
  replay(letter: DeadLetter): Promise<void>;
  ready(): Promise<void>;
  unsent(): Promise<number>;
}

type ServiceOptions = Partial<
  Pick<MessagingOptions, 'topics' | 'subscriptions' | 'knownTypes' | 'retry' | 'keepDeadLetter' | 'logger'>
> & {
  readonly name?: string;
  /** Another instance's, to share its database. */
  readonly databaseUrl?: string;
  /** For subscriptions that write to the service's own database. */
  readonly subscribe?: (database: Database, name: string) => MessagingOptions['subscriptions'];
};

/** A service with a database of its own; stopped when the test is finished. */
export async function startTestService(
  broker: Pick<TestBroker, 'addresses'>,
  options: ServiceOptions = {},
): Promise<TestService> {
  const name = options.name ?? `service-${newId()}`;
  const databaseUrl = options.databaseUrl ?? (await createMessagingDatabase());
  const database = createDatabase({ url: databaseUrl, logger });
  const messaging = createMessaging({
    service: name,
    brokers: broker.addresses,
    database,
    databaseUrl,
    logger: options.logger ?? logger,
    topics: options.topics ?? [],
    subscriptions: options.subscriptions ?? options.subscribe?.(database, name) ?? [],
    knownTypes: options.knownTypes ?? { has: () => true },
    retry: options.retry ?? { attempts: 3, firstMs: 5, maxMs: 20 },
    ...(options.keepDeadLetter === undefined ? {} : { keepDeadLetter: options.keepDeadLetter }),
  });
  messaging.start();
  onTestFinished(async () => {
    await messaging.stop();
    await database.close();
  });
  return {
    name,
    database,
    databaseUrl,
    messaging,
    add: (contract, data) =>
      database.transaction((transaction) => createOutbox(transaction, { source: name }).add(contract, data)),
    replay: async (letter) => {
      const envelope = toReplay(letter);
      if (envelope === undefined) throw new Error('This letter cannot be sent again.');
      await database.transaction((transaction) => writeToOutbox(transaction, envelope));
    },
    ready: () =>
      vi.waitFor(async () => {
        const report = await readinessReport(messaging.readiness);
        if (!report.ready) throw new Error(JSON.stringify(report.checks));
      }, PATIENCE),
    unsent: async () => {
      const rows = await database.query(sql`select count(*)::int as ${alias('count', integer)} from outbox`);
      return rows[0]?.count ?? 0;
    },
  };
}

/** Everything that was sent to a topic, from its beginning, as plain Kafka records. */
export async function observe(broker: TestBroker, topic: string): Promise<readonly IncomingRecord[]> {
  const topics = { partitions: 3, replicationFactor: 1 };
  const kafka = createKafkaBroker({ clientId: 'observer', brokers: broker.addresses, logger, topics });
  await kafka.ensureTopics([topic]);
  const records: IncomingRecord[] = [];
  const consume = () =>
    kafka.consume({
      groupId: `observer-${newId()}`,
      topics: [topic],
      attach: () => ({
        onAssigned: () => undefined,
        onRecords: (batch) => void records.push(...batch),
        onEnded: () => undefined,
      }),
    });
  // A coordinator that has just begun turns consumers away.
  const session = await vi.waitFor(consume, PATIENCE);
  onTestFinished(async () => {
    await session.close();
    await kafka.close();
  });
  return records;
}

async function createMessagingDatabase(): Promise<string> {
  const { url, drop } = await createEmptyDatabase();
  const database = createDatabase({ url, logger, maxConnections: 1 });
  await database.pool.query(MESSAGING_TABLES);
  // Rows of several connections lie in several pages: only a sequence tells in which order they were written.
  await database.pool.query(
    'create table effects (message_id uuid not null, key text not null, number int not null, place bigserial)',
  );
  await database.close();
  onTestFinished(drop);
  return url;
}
