import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import {
  applyMigrations,
  checkMigrations,
  createMigration,
  forgetFailedMigration,
} from '../../src/postgres/migrations/migrations.ts';
import { createEmptyDatabase, type TestDatabase } from '../../src/testing/test-database.ts';

const shadowUrl = inject('postgresUrl');
const HEAD = 'datasource db {\n  provider = "postgresql"\n}\n';
const SHELF = 'model Shelf {\n  id Int @id\n  label String\n  @@map("shelf")\n}\n';
const BOOK = 'model Book {\n  id Int @id\n  @@map("book")\n}\n';
const SHELF_TABLE = 'create table "shelf" ("id" integer not null, "label" text not null, primary key ("id"));\n';

let directory: string;
let migrationsDirectory: string;
let schemaFile: string;
let database: TestDatabase;
let client: pg.Client;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'galleria-test-'));
  migrationsDirectory = path.join(directory, 'migrations');
  schemaFile = path.join(directory, 'schema.prisma');
  database = await createEmptyDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

async function writeMigrationFile(name: string, script: string): Promise<void> {
  await mkdir(path.join(migrationsDirectory, name), { recursive: true });
  await writeFile(path.join(migrationsDirectory, name, 'migration.sql'), script);
}

async function tables(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not like '\\_%' order by 1`,
  );
  return rows.map(({ name }) => name);
}

const apply = () => applyMigrations({ url: database.url, migrationsDirectory });
const check = () => checkMigrations({ schemaFile, migrationsDirectory, shadowUrl });
const create = (name: string) => createMigration({ schemaFile, migrationsDirectory, name, shadowUrl });

describe('createMigration', () => {
  it('writes what leads from the migrations so far to the schema, in the layout of Prisma', async () => {
    await writeFile(schemaFile, HEAD + SHELF);
    await create('shelves');
    await writeFile(schemaFile, HEAD + SHELF + BOOK);
    const file = await create('add books');
    expect(file).toMatch(/\/migrations\/\d{14}_add_books\/migration\.sql$/);
    expect(await readFile(file!, 'utf8')).toMatch(/^-- CreateTable\nCREATE TABLE "book"/);
    expect(await readFile(path.join(migrationsDirectory, 'migration_lock.toml'), 'utf8')).toContain('"postgresql"');
    await apply();
    expect(await tables()).toEqual(['book', 'shelf']);
  });

  it('writes nothing when the migrations agree with the schema', async () => {
    await writeFile(schemaFile, HEAD + SHELF);
    await writeMigrationFile('20260101000000_shelves', SHELF_TABLE);
    expect(await create('nothing')).toBeUndefined();
  });

  it('names the line of a schema that Prisma cannot read', async () => {
    await writeFile(schemaFile, `${HEAD}model Shelf {\n  id Integer @id\n}\n`);
    await expect(create('broken')).rejects.toMatchObject({ code: 'SCHEMA_INVALID' });
    await expect(create('broken')).rejects.toThrow(/schema\.prisma:5/);
  });
});

describe('checkMigrations', () => {
  it('tells what the migrations lack', async () => {
    await writeFile(schemaFile, HEAD + SHELF + BOOK);
    await writeMigrationFile('20260101000000_shelves', SHELF_TABLE);
    expect(await check()).toMatch(/Added tables\s+- book/);
  });

  it('accepts what only SQL can say: checks, partial indexes and triggers', async () => {
    await writeFile(schemaFile, HEAD + SHELF);
    const byHand = `alter table "shelf" add check ("id" > 0); create index on "shelf" ("label") where "id" > 9;`;
    await writeMigrationFile('20260101000000_shelves', SHELF_TABLE + byHand);
    expect(await check()).toBeUndefined();
  });

  it('leaves no shadow database on the server', async () => {
    await writeFile(schemaFile, HEAD + SHELF);
    await writeMigrationFile('20260101000000_wrong', 'create tabel x;');
    await expect(check()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
    const { rows } = await client.query(`select datname from pg_database where datname like '%shadow%'`);
    expect(rows).toEqual([]);
  });
});

describe('applyMigrations', () => {
  it('works in each copy of the module that a process has loaded', async () => {
    await writeMigrationFile('20260101000000_shelves', SHELF_TABLE);
    await apply();
    vi.resetModules();
    const copy = await import('../../src/postgres/migrations/migrations.ts');
    expect(copy.applyMigrations).not.toBe(applyMigrations);
    await writeMigrationFile('20260102000000_books', 'create table "book" ("id" integer primary key);');
    expect(await copy.applyMigrations({ url: database.url, migrationsDirectory })).toEqual(['20260102000000_books']);
    expect(await tables()).toEqual(['book', 'shelf']);
  });

  it('records what it applied as Prisma does, and applies it once', async () => {
    await writeMigrationFile('20260101000000_shelves', SHELF_TABLE);
    expect(await apply()).toEqual(['20260101000000_shelves']);
    expect(await apply()).toEqual([]);
    const { rows } = await client.query('select migration_name, checksum, finished_at from _prisma_migrations');
    const checksum = createHash('sha256').update(SHELF_TABLE).digest('hex');
    expect(rows).toEqual([
      { migration_name: '20260101000000_shelves', checksum, finished_at: expect.any(Date) as Date },
    ]);
  });

  it('applies each migration once when three processes start together', async () => {
    await writeMigrationFile('20260101000000_shelves', `${SHELF_TABLE}select pg_sleep(0.2);`);
    const applied = await Promise.all([apply(), apply(), apply()]);
    expect(applied.flat()).toEqual(['20260101000000_shelves']);
  });

  it('keeps a PL/pgSQL body whole, semicolons and all', async () => {
    await writeMigrationFile(
      '20260101000000_shelves',
      `${SHELF_TABLE}
      create function shout() returns trigger language plpgsql as $$
      begin
        new.label := upper(new.label); -- a comment; with a semicolon
        return new;
      end
      $$;
      create trigger shout before insert on shelf for each row execute function shout();`,
    );
    await apply();
    const { rows } = await client.query(`insert into shelf values (1, 'poems; mostly') returning label`);
    expect(rows).toEqual([{ label: 'POEMS; MOSTLY' }]);
  });

  it('undoes a migration that fails, says where and why, and applies nothing after it', async () => {
    await writeMigrationFile('20260101000000_shelves', SHELF_TABLE);
    await writeMigrationFile(
      '20260102000000_books',
      'create table book (id int);\ncreate table page (\n  id nosuch\n);',
    );
    await writeMigrationFile('20260103000000_later', 'create table later (id int);');
    const failure = apply();
    await expect(failure).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      details: { migration: '20260102000000_books' },
      message: 'Migration 20260102000000_books failed: ERROR: type "nosuch" does not exist (line 3)',
    });
    expect(await tables()).toEqual(['shelf']);
    await expect(apply()).rejects.toMatchObject({ code: 'MIGRATION_FAILED_EARLIER' });
    expect(await tables()).toEqual(['shelf']);
  });

  it('applies a failed migration again once it is repaired and forgotten', async () => {
    await writeMigrationFile('20260101000000_shelves', 'create table shelf (id nosuch);');
    await expect(apply()).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
    await writeMigrationFile('20260101000000_shelves', SHELF_TABLE);
    await forgetFailedMigration(database.url, '20260101000000_shelves');
    expect(await apply()).toEqual(['20260101000000_shelves']);
  });
});
