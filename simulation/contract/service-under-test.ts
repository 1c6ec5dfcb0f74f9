import { createDatabase, type Database } from '@galleria/kit/database/database';
import { createLogger } from '@galleria/kit/logger';
import { connectOutbox, type OutboxConnection } from '@galleria/messaging/outbox/outbox-connection';
import type { UnitOfWorkOf } from '@galleria/messaging/unit-of-work';
import { startTcpProxy } from '@galleria/platform/testing/network/tcp-proxy';
import { createTestDatabase } from '@galleria/platform/testing/test-database';
import { onTestFinished } from 'vitest';
import {
  createMemoryDatabase,
  type MemoryDatabase,
  type MessageTables,
  type Tables,
} from '../ports/memory-database.ts';
import type { Life } from '../world/world.ts';
import { startWorld } from './running-world.ts';

type OwnWork<Work> = Omit<Work, 'outbox' | 'inbox'>;

/** A service's unit of work in both of its implementations, and what else of its database a schedule uses. */
export interface ServiceKind<Own extends Tables, Work extends object, Others> {
  readonly service: string;
  readonly empty: () => Own;
  readonly bind: (tables: Own & MessageTables) => OwnWork<Work>;
  readonly memory: (database: MemoryDatabase<Own>, life: Life) => Others;
  readonly createUnitOfWork: (database: Database) => UnitOfWorkOf<Work>;
  readonly postgres: (database: Database) => Others;
}

/** Where a process dies: in its transaction, between that and its commit, or before it hears of the commit. */
export const DEATHS = ['in the middle', 'before its commit', 'after its commit'] as const;
export type Death = (typeof DEATHS)[number];

export interface ServiceUnderTest<Work, Others> {
  readonly unitOfWork: UnitOfWorkOf<Work>;
  readonly others: Others;
  /** Runs the work in a process of its own, which dies; resolves when it is dead. The work ends with an answer. */
  readonly die: (death: Death, work: (transaction: Work) => Promise<void>) => Promise<void>;
  /** A connection as a relay in a process of its own has it. */
  readonly connectOutbox: (onWake?: () => void) => Promise<OutboxConnection>;
}

/** Names of implementations, and how each is started, empty, for the time of a test. */
export function implementationsOf<Own extends Tables, Work extends object, Others>(
  kind: ServiceKind<Own, Work, Others>,
): readonly (readonly [string, () => Promise<ServiceUnderTest<Work, Others>>])[] {
  return [
    ['in memory', async () => startInMemory(kind)],
    ['on PostgreSQL', () => startOnPostgres(kind)],
  ];
}

function startInMemory<Own extends Tables, Work extends object, Others>({
  service,
  empty,
  bind,
  memory,
}: ServiceKind<Own, Work, Others>): ServiceUnderTest<Work, Others> {
  const world = startWorld();
  const deaths = new Map<Life, { readonly end: 'before' | 'after'; readonly done: () => void }>();
  const birth = (): Life => ({ name: service, service, isAlive: true });
  const database = createMemoryDatabase<Own>({
    ...{ world, service, empty: empty() },
    faults: {
      crashAtCommit: (life) => deaths.get(life)?.end ?? null,
      crash: (life) => {
        world.kill(life);
        deaths.get(life)?.done();
      },
      failsCommit: () => false,
    },
    watch: { committed: () => undefined },
    plantInbox: (inbox) => inbox,
    plantMessages: (outbox) => outbox,
  });
  const unitOfWorkOf = (life: Life) => database.unitOfWork(life, bind) as unknown as UnitOfWorkOf<Work>;
  const life = birth();
  return {
    unitOfWork: unitOfWorkOf(life),
    others: memory(database, life),
    connectOutbox: (onWake = () => undefined) => database.connectOutbox(birth(), onWake),
    die: (death, work) =>
      new Promise((done, fail) => {
        const own = birth();
        if (death !== 'in the middle') {
          deaths.set(own, { end: death === 'before its commit' ? 'before' : 'after', done });
        }
        unitOfWorkOf(own)(async (transaction) => {
          await work(transaction);
          if (death !== 'in the middle') return;
          world.kill(own);
          done();
          await new Promise(() => undefined);
        }).catch(fail);
      }),
  };
}

const logger = createLogger({ service: 'contract', level: 'silent' });

async function startOnPostgres<Own extends Tables, Work extends object, Others>({
  service,
  createUnitOfWork,
  postgres,
}: ServiceKind<Own, Work, Others>): Promise<ServiceUnderTest<Work, Others>> {
  const testDatabase = await createTestDatabase(service);
  const database = createDatabase({ url: testDatabase.url, logger });
  onTestFinished(async () => {
    await database.close();
    await testDatabase.drop();
  });
  return {
    unitOfWork: createUnitOfWork(database),
    others: postgres(database),
    connectOutbox: async (onWake = () => undefined) => {
      const connection = await connectOutbox(testDatabase.url, onWake);
      onTestFinished(() => connection.close().catch(() => undefined));
      return connection;
    },
    die: async (death, work) => {
      const server = new URL(testDatabase.url);
      const proxy = await startTcpProxy({ host: server.hostname, port: Number(server.port) });
      server.host = `127.0.0.1:${proxy.port}`;
      const own = createDatabase({ url: server.href, logger });
      // The sockets of a process that is killed are closed by its kernel, and the server rolls back.
      const cut = () => proxy.close();
      await createUnitOfWork(own)(async (transaction) => {
        await work(transaction);
        if (death !== 'after its commit') await cut();
      }).catch(() => undefined);
      if (death === 'after its commit') await cut();
      await own.close().catch(() => undefined);
    },
  };
}

/** The same without some of its parts: what another port shows of it. */
export function without<Row extends object, Name extends keyof Row>(
  row: Row,
  ...names: readonly Name[]
): Omit<Row, Name> {
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => !names.some((hidden) => hidden === name)),
  ) as unknown as Omit<Row, Name>;
}
