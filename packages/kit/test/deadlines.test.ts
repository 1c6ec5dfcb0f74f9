import { createDatabase, type Database } from '@galleria/kit/database/database';
import { createLogger } from '@galleria/kit/logger';
import { integer } from '@galleria/kit/database/columns';
import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { startTcpProxy, type TcpProxy } from '@galleria/platform/testing/network/tcp-proxy';
import { createEmptyDatabase, type TestDatabase } from '@galleria/platform/testing/test-database';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const logger = createLogger({ service: 'test', level: 'silent' });
const deadlines = {
  lock_timeout: 200,
  statement_timeout: 400,
  idle_in_transaction_session_timeout: 300,
  query_timeout: 800,
};

let empty: TestDatabase;
let proxy: TcpProxy;
let database: Database;
let other: pg.Client;

beforeEach(async () => {
  empty = await createEmptyDatabase();
  const { hostname: host, port } = new URL(empty.url);
  proxy = await startTcpProxy({ host, port: Number(port) });
  const url = new URL(empty.url);
  url.port = String(proxy.port);
  database = createDatabase({ url: url.href, logger, deadlines, maxConnections: 2 });
  other = new pg.Client({ connectionString: empty.url });
  await other.connect();
  await other.query('create table pieces (name text primary key, count int not null)');
  await other.query(`insert into pieces values ('lamp', 3)`);
});

afterEach(async () => {
  await proxy.close();
  await database.close();
  await other.end();
  await empty.drop();
});

const takeOne = () =>
  database.transaction(async (transaction) => {
    await transaction.execute(sql`update pieces set count = count - 1 where name = 'lamp'`);
  });
const count = async () => (await other.query<{ count: number }>('select count from pieces')).rows[0]?.count;

describe('a database that does not answer', () => {
  it('is given up, and asked again on a new connection once it is back', async () => {
    await Promise.all([takeOne(), database.query(sql`select 1`)]);
    proxy.swallow();
    await expect(takeOne()).rejects.toThrow('Query read timeout');
    await expect(database.query(sql`select 1`)).rejects.toThrow('Query read timeout');
    proxy.heal();
    await takeOne();
    expect(await count()).toBe(1);
  });

  it('gives back the locks of a transaction whose process has vanished', async () => {
    const vanished = database.transaction(async (transaction) => {
      await transaction.query(sql`select count from pieces for update`);
      proxy.swallow();
      await transaction.query(sql`select 1`);
    });
    await expect(vanished).rejects.toThrow('Query read timeout');
    // Without a limit of its own: it waits for the server to end the other.
    await other.query('update pieces set count = 7');
    expect(await count()).toBe(7);
  });

  it('does again what the server ended because the process stood still in it', async () => {
    const pids: unknown[] = [];
    await database.transaction(async (transaction) => {
      const [row] = await transaction.query(sql`select pg_backend_pid() as ${alias('pid', integer)}`);
      await transaction.execute(sql`update pieces set count = count - 1 where name = 'lamp'`);
      pids.push(row?.pid);
      if (pids.length > 1) return;
      await vi.waitFor(async () => {
        const { rows } = await other.query('select from pg_stat_activity where pid = $1', pids);
        expect(rows).toEqual([]);
      }, PATIENCE);
    });
    expect(pids).toHaveLength(2);
    expect(await count()).toBe(2);
  });

  it('does not keep a transaction waiting for a lock that nobody gives back', async () => {
    await other.query('begin; update pieces set count = 9');
    await expect(takeOne()).rejects.toMatchObject({ code: '55P03' });
    await other.query('rollback');
    await takeOne();
    expect(await count()).toBe(2);
  });

  it('does not keep a connection for a statement without end', async () => {
    await expect(database.query(sql`select pg_sleep(60)`)).rejects.toMatchObject({ code: '57014' });
    await takeOne();
  });
});
