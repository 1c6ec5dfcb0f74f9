import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { createEmptyDatabase } from '@galleria/platform/testing/test-database';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDatabase, type Database } from '../src/database/database.ts';
import { sql } from '../src/database/sql.ts';
import { text } from '../src/database/columns.ts';
import { table } from '../src/database/table.ts';
import { remainingMs, REMAINING_HEADER } from '../src/deadline.ts';
import { createLogger } from '../src/logger.ts';
import { createSubgraphServer } from '../src/graphql/subgraph-server.ts';
import { createViewerSigner, VIEWER_HEADER } from '../src/graphql/viewer.ts';

const SECRET = 'a secret that only the tests of the kit know';
const SHORT = { [REMAINING_HEADER]: '50' };
const LONG = { [REMAINING_HEADER]: '600000' };
const pieces = table('pieces', { name: text });
const insert = sql`insert into pieces values ('lamp')`;

let database: Database;
let drop: () => Promise<void>;
let server: FastifyInstance;
let url: string;
/** What the one field does. */
let work: () => Promise<unknown>;

beforeAll(async () => {
  const empty = await createEmptyDatabase();
  drop = () => empty.drop();
  const logger = createLogger({ service: 'test', level: 'silent' });
  database = createDatabase({ url: empty.url, logger });
  await database.execute(sql`create table pieces (name text)`);
  server = await createSubgraphServer({
    typeDefs: 'type Query { read: String } type Mutation { change: String }',
    resolvers: { Query: { read: () => work() }, Mutation: { change: () => work() } },
    createContext: () => ({}),
    readiness: [],
    viewerSigningSecret: SECRET,
    logger,
  });
  url = `${await server.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
});
afterAll(async () => {
  await server.close();
  await database.close();
  await drop();
});
beforeEach(() => database.execute(sql`delete from pieces`));

const rows = async () => (await database.query(sql`select ${pieces.columns('name')} from pieces`)).length;

async function ask(query: string, headers: Record<string, string> = {}, signal?: AbortSignal) {
  const viewer = await createViewerSigner({ secret: SECRET, signedBy: 'router' })(null);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [VIEWER_HEADER]: viewer, ...headers },
    body: JSON.stringify({ query }),
    signal: signal ?? null,
  });
  return (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
}

async function untilLate(): Promise<void> {
  while (remainingMs() > 0) await sleep(1);
}

describe('a request that says how long its caller waits', () => {
  it('knows it', async () => {
    let seen = 0;
    work = async () => void (seen = remainingMs());
    await ask('{ read }', LONG);
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThanOrEqual(600_000);
    await ask('{ read }');
    expect(seen).toBe(Infinity);
  });

  it.each(['', 'soon', '-1', '1e3', '99999999'])('waits for ever when it says “%s”', async (value) => {
    let seen = 0;
    work = async () => void (seen = remainingMs());
    await ask('{ read }', { [REMAINING_HEADER]: value });
    expect(seen).toBe(Infinity);
  });

  it('asks the database nothing more when the time is over', async () => {
    work = async () => {
      await untilLate();
      await database.execute(insert);
    };
    expect((await ask('{ read }', SHORT)).errors?.[0]?.extensions).toEqual({ code: 'DEADLINE_EXCEEDED' });
    expect(await rows()).toBe(0);
    work = () => database.execute(insert);
    expect((await ask('{ read }', LONG)).errors).toBeUndefined();
    expect(await rows()).toBe(1);
  });

  const lateTransaction = (handle: (late: Promise<unknown>) => Promise<unknown>) => () =>
    database.transaction(async (transaction) => {
      await transaction.query(insert);
      await untilLate();
      await handle(transaction.execute(insert));
    });

  it('rolls back a transaction that stops when the time is over', async () => {
    work = lateTransaction((late) => late);
    expect((await ask('mutation { change }', SHORT)).errors?.[0]?.extensions).toEqual({ code: 'DEADLINE_EXCEEDED' });
    expect(await rows()).toBe(0);
  });

  it('rolls back a transaction that goes on when the time is over', async () => {
    work = lateTransaction((late) => late.catch(() => undefined));
    expect((await ask('mutation { change }', SHORT)).errors?.[0]?.extensions).toEqual({ code: 'DEADLINE_EXCEEDED' });
    expect(await rows()).toBe(0);
  });

  it('commits nothing when the time was over before the commit', async () => {
    work = () =>
      database.transaction(async (transaction) => {
        await transaction.query(insert);
        await untilLate();
      });
    await ask('mutation { change }', SHORT);
    expect(await rows()).toBe(0);
  });
});

describe('a request whose caller goes', () => {
  it('asks the database nothing more', async () => {
    const leaving = new AbortController();
    let outcome: Promise<unknown> | undefined;
    work = () => {
      leaving.abort();
      outcome = untilLate().then(() => database.execute(insert));
      return outcome;
    };
    await expect(ask('mutation { change }', LONG, leaving.signal)).rejects.toThrow();
    await expect(outcome).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(await rows()).toBe(0);
  });
});

describe('what a request has set in motion', () => {
  it('goes on when it was answered', async () => {
    let answered: () => void = () => undefined;
    const answer = new Promise<void>((resolve) => (answered = resolve));
    let later: Promise<unknown> = Promise.resolve();
    let begun = 0;
    work = async () => {
      begun = performance.now();
      later = answer.then(() => database.execute(insert));
    };
    await ask('mutation { change }', SHORT);
    await vi.waitFor(() => expect(performance.now()).toBeGreaterThan(begun + 50), PATIENCE);
    answered();
    await later;
    expect(await rows()).toBe(1);
  });

  it('and listens to its commits is not in a hurry', async () => {
    const seen: number[] = [];
    database.onCommit(() => void seen.push(remainingMs()));
    work = () => database.transaction((transaction) => transaction.execute(insert));
    await ask('mutation { change }', LONG);
    expect(seen).toEqual([Infinity]);
  });
});
