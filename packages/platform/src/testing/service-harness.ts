import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type Database } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { newId } from '@galleria/kit/identifiers';
import { createLogger, type LogLevel } from '@galleria/kit/logger';
import { createFaultSwitches } from '@galleria/kit/process/fault-switches';
import type { ServiceApp } from '@galleria/kit/process/service-app';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import { createKafkaBroker } from '@galleria/messaging/kafka/kafka';
import type { OutgoingRecord } from '@galleria/messaging/kafka/broker';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import type { DeadLetter } from '@galleria/messaging/dead-letters/dead-letter';
import type { FastifyInstance } from 'fastify';
import { vi } from 'vitest';
import { startBroker } from '../broker/broker.ts';
import { createMessageProbe, type CapturedMessage, type MessageProbe } from './message-probe.ts';
import { PATIENCE } from './patience.ts';
import { countAllQueries, countQueries } from './query-count.ts';
import { exchange, SIGNING_SECRET, type Answer, type QueryOptions } from './signed-exchange.ts';
import { createTestDatabase } from './test-database.ts';

export interface TestService<App> {
  readonly app: App;
  /** Its address, for tests that need a real port. */
  readonly url: string;
  readonly database: Database;
  readonly databaseUrl: string;
  /** Sends an operation as the router would: signed for the viewer, or for a visitor when there is none. */
  query(document: string, options?: QueryOptions): Promise<Answer>;
  /** The same with headers that the router passes on, and those that come back. */
  exchange(
    document: string,
    options?: QueryOptions & { readonly headers?: Readonly<Record<string, string>> },
  ): Promise<{ readonly answer: Answer; readonly headers: Readonly<Record<string, unknown>> }>;
  /**
   * Sends a message as another service would. `id` lets a test deliver the same message twice; `time` is what the
   * sender's clock says.
   */
  publish<Data>(
    contract: MessageContract<Data>,
    data: Data,
    options?: { readonly id?: string; readonly time?: Date },
  ): Promise<string>;
  /** Sends records that need not be messages. */
  send(records: readonly OutgoingRecord[]): Promise<void>;
  /** The messages of a contract that this service, or the test, has sent so far. */
  published<Data>(contract: MessageContract<Data>): readonly CapturedMessage<Data>[];
  /** The messages that this service could not handle so far. */
  deadLetters(): readonly DeadLetter[];
  /**
   * Waits until a message is noted in the inbox or among the dead letters. Messages of one topic and key are handled in
   * order.
   */
  untilHandled(messageId: string): Promise<void>;
  /** How many statements `work` sent to the database. */
  queryCount(work: () => Promise<unknown>): Promise<number>;
  /** The same, with those that its background tasks sent meanwhile. */
  queryCountOfAll(work: () => Promise<unknown>): Promise<number>;
  /** Starts another instance of the service on the same database and broker. */
  startInstance(): Promise<App>;
  stop(): Promise<void>;
}

export interface HarnessOptions {
  readonly clock?: () => Date;
  readonly logLevel?: LogLevel;
  /** Whether the service may be asked to show faults. */
  readonly faultSwitches?: boolean;
  /** What has happened before the service starts for the first time: its tables are there, and its topics. */
  readonly before?: (world: Pick<TestService<unknown>, 'database' | 'publish'>) => Promise<unknown>;
}

const TOPICS = { partitions: 3, replicationFactor: 1 };

/** Runs one service on a database and a broker of its own, so that test files cannot disturb each other. */
export async function startService<Config, App extends ServiceApp>(
  name: string,
  createApp: (infrastructure: Infrastructure, config: Config) => Promise<App>,
  config: Config,
  options: HarnessOptions = {},
): Promise<TestService<App>> {
  const { clock = () => new Date(), logLevel = 'silent', faultSwitches: areAllowed = false } = options;
  const logger = createLogger({ service: name, level: logLevel });
  const directory = await mkdtemp(join(tmpdir(), `galleria-${name}-`));
  const [testDatabase, broker] = await Promise.all([
    createTestDatabase(name),
    startBroker({ dataDirectory: directory, port: 0, fsync: 'never', logger }),
  ]);
  const brokers = [`${broker.host}:${broker.port}`];
  const kafka = createKafkaBroker({ clientId: 'test', brokers, logger, topics: TOPICS });
  const database = createDatabase({ url: testDatabase.url, logger });
  const infrastructure: Infrastructure = {
    ...{ database, brokers, logger, clock },
    databaseUrl: testDatabase.url,
    viewerSigningSecret: SIGNING_SECRET,
    faults: createFaultSwitches({ service: name, areAllowed, clock, logger }),
  };
  const instances: App[] = [];
  const startOne = async () => {
    const app = await createApp(infrastructure, config);
    instances.push(app);
    return { app, url: await app.start({ host: '127.0.0.1', port: 0 }) };
  };
  const probe = await createMessageProbe(kafka);
  await options.before?.({ database, publish: publishBy(probe) });
  const { app, url } = await startOne();
  await ready(app.server);

  return {
    app,
    url,
    database,
    databaseUrl: testDatabase.url,
    query: async (document, asked) => (await exchange(app.server, document, asked)).answer,
    exchange: (document, asked) => exchange(app.server, document, asked),
    publish: publishBy(probe),
    send: (records) => probe.send(records),
    published: (contract) => probe.captured(contract),
    deadLetters: () => probe.deadLetters(),
    untilHandled: (messageId) => untilHandled(database, probe, messageId),
    queryCount: (work) => countQueries(database.pool, work),
    queryCountOfAll: (work) => countAllQueries(database.pool, work),
    startInstance: async () => (await startOne()).app,
    stop: async () => {
      await Promise.all(instances.map((instance) => instance.stop()));
      await probe.close();
      await kafka.close();
      await database.close();
      await broker.stop();
      await testDatabase.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function publishBy(probe: MessageProbe): TestService<unknown>['publish'] {
  return (contract, data, { id = newId(), time = new Date() } = {}) => probe.publish(contract, data, { id, time });
}

async function ready(server: FastifyInstance): Promise<void> {
  await vi.waitFor(async () => {
    const { statusCode, body } = await server.inject({ method: 'GET', url: '/ready' });
    if (statusCode !== 200) throw new Error(`The service did not become ready: ${body}`);
  }, PATIENCE);
}

/** A message leaves a row in the inbox, committed with its effect, or a dead letter. */
async function untilHandled(database: Database, probe: MessageProbe, messageId: string): Promise<void> {
  await vi.waitFor(async () => {
    if (probe.deadLetters().some((letter) => letter.messageId === messageId)) return;
    const rows = await database.query(sql`select 1 from inbox where message_id::text = ${messageId}`);
    if (rows.length === 0) throw new Error(`Message ${messageId} has not been handled.`);
  }, PATIENCE);
}
