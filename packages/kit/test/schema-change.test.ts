import { createDatabase, type Database } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { createLogger } from '@galleria/kit/logger';
import { createEmptyDatabase } from '@galleria/platform/testing/test-database';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

const MAX_CONNECTIONS = 4;
const open: { database: Database; drop: () => Promise<void> }[] = [];
let database: Database;
let migrate: (script: string) => Promise<void>;

/** A service's pool on a database that somebody else migrates. */
beforeEach(async () => {
  const empty = await createEmptyDatabase();
  const logger = createLogger({ service: 'test', level: 'silent' });
  database = createDatabase({ url: empty.url, logger, maxConnections: MAX_CONNECTIONS });
  open.push({ database, drop: () => empty.drop() });
  migrate = async (script) => {
    const client = new pg.Client({ connectionString: empty.url });
    await client.connect();
    await client.query(script).finally(() => client.end());
  };
  await migrate(`
    create type mood as enum ('calm');
    create table pieces (name text primary key, count int not null, mood mood not null);
    insert into pieces values ('lamp', 1, 'calm')`);
});
afterAll(async () => {
  for (const { database, drop } of open) {
    await database.close();
    await drop();
  }
});

const count = () => sql`select count from pieces where name = ${'lamp'}`;
const calm = () => sql`select name from pieces where mood = ${'calm'}::mood`;
const onEveryConnection = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: MAX_CONNECTIONS }, work));
const WIDEN = 'alter table pieces alter count type bigint';
/** As Prisma writes it when a value leaves an enum. */
const RENEW_ENUM = `
  create type mood_new as enum ('calm', 'bright');
  alter table pieces alter mood type mood_new using mood::text::mood_new;
  drop type mood;
  alter type mood_new rename to mood`;

describe('a migration under a running service', () => {
  it.each([
    ['changes the type of a column that is read', count, WIDEN, { count: '1' }],
    ['makes the type of a parameter anew', calm, RENEW_ENUM, { name: 'lamp' }],
  ])('that %s is not noticed by any query after it', async (_what, statement, script, row) => {
    await onEveryConnection(() => database.query(statement()));
    await migrate(script);
    expect(await onEveryConnection(() => database.query(statement()))).toEqual(Array(MAX_CONNECTIONS).fill([row]));
  });

  it('that changes a type lets a unit of work begin again, once for each connection at most', async () => {
    await onEveryConnection(() => database.transaction((transaction) => transaction.query(count())));
    await migrate(WIDEN);
    const work = () =>
      database.transaction(async (transaction) => {
        await transaction.execute(sql`update pieces set mood = mood where name = 'lamp'`);
        return transaction.query(count());
      });
    expect(await onEveryConnection(work)).toEqual(Array(MAX_CONNECTIONS).fill([{ count: '1' }]));
  });

  it('that changes a type is not noticed by Prisma, which reads over the same pool', async () => {
    const adapter = await new PrismaPg(database.pool, { statementNameGenerator: () => 'count' }).connect();
    const read = () => adapter.queryRaw({ sql: 'select count from pieces', args: [], argTypes: [] });
    await onEveryConnection(read);
    await migrate(WIDEN);
    expect((await onEveryConnection(read)).map(({ rows }) => rows)).toEqual(Array(MAX_CONNECTIONS).fill([['1']]));
  });

  it('that changes what a parameter is compared with costs each connection one failure at most', async () => {
    const pieces = () =>
      database.transaction((transaction) => transaction.query(sql`select name from pieces where count = ${1}`));
    await onEveryConnection(pieces);
    await migrate('alter table pieces alter count type text');
    await Promise.allSettled(Array.from({ length: MAX_CONNECTIONS }, pieces));
    expect(await onEveryConnection(pieces)).toEqual(Array(MAX_CONNECTIONS).fill([{ name: 'lamp' }]));
  });

  it('leaves other refusals as they are', async () => {
    await expect(database.query(sql`select 1 from only_dreamt_of`)).rejects.toMatchObject({ code: '42P01' });
  });
});
