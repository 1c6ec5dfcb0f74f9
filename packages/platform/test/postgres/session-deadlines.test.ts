import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDatabase, type Database } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { createLogger } from '@galleria/kit/logger';
import pg from 'pg';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { applyMigrations } from '../../src/postgres/migrations/migrations.ts';
import { createEmptyDatabase } from '../../src/testing/test-database.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

let url: string;
let migrationsDirectory: string;

beforeEach(async () => {
  const empty = await createEmptyDatabase();
  onTestFinished(() => empty.drop());
  url = empty.url;
  migrationsDirectory = await mkdtemp(path.join(tmpdir(), 'galleria-migrations-'));
  onTestFinished(() => rm(migrationsDirectory, { recursive: true }));
  await migrate('1_shelf', 'create table pieces (name text primary key, count int not null)');
});

async function migrate(name: string, script: string, as = url): Promise<void> {
  await mkdir(path.join(migrationsDirectory, name));
  await writeFile(path.join(migrationsDirectory, name, 'migration.sql'), script);
  expect(await applyMigrations({ url: as, migrationsDirectory })).toEqual([name]);
}

function databaseName(): string {
  return pg.escapeIdentifier(new URL(url).pathname.slice(1));
}

/** A session that knows nothing of the services' own settings. */
async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end().catch(() => undefined));
  return client;
}

async function setForDatabase(settings: Readonly<Record<string, string>>): Promise<void> {
  const client = await connect();
  for (const [setting, value] of Object.entries(settings))
    await client.query(`alter database ${databaseName()} set ${setting} = '${value}'`);
}

async function settingsOf(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `select name, current_setting(name) as value from pg_settings where source = 'database'`,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

function servicePool(): Database {
  const database = createDatabase({ url, logger });
  onTestFinished(() => database.close());
  return database;
}

describe('the server', () => {
  it('has a deadline for whatever a session in a migrated database may do', async () => {
    expect(await settingsOf(await connect())).toMatchObject({
      statement_timeout: '30s',
      lock_timeout: '10s',
      idle_in_transaction_session_timeout: '30s',
      transaction_timeout: '1min',
      tcp_keepalives_idle: '30',
    });
  });

  it('ends a session that sits idle in a transaction, and what the service does goes on', async () => {
    await setForDatabase({ idle_in_transaction_session_timeout: '200ms' });
    const idle = await connect();
    await idle.query(`begin; insert into pieces values ('lamp', 1)`);
    const ended = new Promise((resolve) => idle.on('error', resolve));
    const database = servicePool();
    // It waits for the other's row, whose transaction nobody ends but the server.
    await database.transaction(async (transaction) => {
      await transaction.query(sql`insert into pieces values ('lamp', 7)`);
    });
    expect(await ended).toMatchObject({ code: '25P03' });
    const { rows } = await (await connect()).query('select count from pieces');
    expect(rows).toEqual([{ count: 7 }]);
  });

  it('ends a transaction of many short statements, too', async () => {
    await setForDatabase({ transaction_timeout: '200ms' });
    const client = await connect();
    const ended = new Promise((resolve) => client.on('error', resolve));
    await client.query('begin');
    const asking = (async () => {
      for (;;) await client.query('select 1');
    })();
    await expect(asking).rejects.toThrow();
    expect(await ended).toBeInstanceOf(Error);
  });

  it('keeps what was set for the database by hand, over later migrations', async () => {
    await setForDatabase({ statement_timeout: '5min' });
    await migrate('2_more', 'alter table pieces add column colour text');
    expect(await settingsOf(await connect())).toMatchObject({ statement_timeout: '5min', lock_timeout: '10s' });
  });

  it('gives a migration the time that it needs', async () => {
    await setForDatabase({ statement_timeout: '100ms', transaction_timeout: '100ms', lock_timeout: '50ms' });
    await migrate('2_slow', 'select pg_sleep(0.3); alter table pieces add column colour text');
    const { fields } = await (await connect()).query('select * from pieces');
    expect(fields.map((field) => field.name)).toContain('colour');
  });

  it('lets somebody migrate who may not set anything for the database', async () => {
    const name = `guest-${path.basename(migrationsDirectory)}`;
    const role = pg.escapeIdentifier(name);
    const owner = await connect();
    await owner.query(`alter database ${databaseName()} reset all`);
    await owner.query(`create role ${role} login; grant all on schema public to ${role}`);
    await owner.query(`grant all on all tables in schema public to ${role}`);
    onTestFinished(async () => void (await owner.query(`drop owned by ${role}; drop role ${role}`)));
    const guest = new URL(url);
    guest.username = name;
    await migrate('2_books', 'create table books (name text)', guest.href);
    expect(await settingsOf(await connect())).toEqual({});
  });
});
