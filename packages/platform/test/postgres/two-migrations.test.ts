import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { applyMigrations } from '../../src/postgres/migrations/migrations.ts';
import { PATIENCE } from '../../src/testing/patience.ts';
import { createEmptyDatabase } from '../../src/testing/test-database.ts';

const PROGRAM = path.resolve(import.meta.dirname, 'apply-migrations.ts');
const SLOW = '20260101000000_slow';

it('a migration waits for another, and goes on when that one was killed in the middle', async () => {
  const database = await createEmptyDatabase();
  onTestFinished(() => database.drop());
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('create schema test; create table test.pace as select 600 as seconds');
  const migrationsDirectory = await mkdtemp(path.join(tmpdir(), 'galleria-migrations-'));
  await mkdir(path.join(migrationsDirectory, SLOW));
  const script = 'create table shelf (id int); select pg_sleep(seconds) from test.pace; -- the end';
  await writeFile(path.join(migrationsDirectory, SLOW, 'migration.sql'), script);
  const sessions = async (condition: string) =>
    (await client.query(`select 1 from pg_stat_activity where datname = current_database() and ${condition}`)).rowCount;

  const first = spawn(process.execPath, ['--import', 'tsx', PROGRAM, database.url, migrationsDirectory]);
  onTestFinished(() => void first.kill('SIGKILL'));
  await vi.waitFor(async () => expect(await sessions(`wait_event = 'PgSleep'`)).toBe(1), PATIENCE);
  const second = applyMigrations({ url: database.url, migrationsDirectory });
  await vi.waitFor(async () => expect(await sessions(`wait_event = 'advisory'`)).toBe(1), PATIENCE);

  await client.query('update test.pace set seconds = 0');
  first.kill('SIGKILL');
  await once(first, 'exit');
  expect(await second).toEqual([SLOW]);
  const { rows } = await client.query(
    'select finished_at is not null as finished, rolled_back_at is not null as undone from _prisma_migrations order by started_at',
  );
  expect(rows).toEqual([
    { finished: false, undone: true },
    { finished: true, undone: false },
  ]);
  expect(await sessions(`pid <> pg_backend_pid()`)).toBe(0);
});
