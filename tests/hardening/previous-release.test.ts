import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { newId } from '@galleria/kit/identifiers';
import { databaseUrl, ensureDatabase } from '@galleria/platform/postgres/databases';
import { applyMigrations } from '@galleria/platform/postgres/migrations/migrations';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Column } from '../../scripts/contracts/databases/change.ts';
import { shapeAfter, type DatabaseShape } from '../../scripts/contracts/databases/database-shape.ts';
import { readServiceMigrations, type Migration } from '../../scripts/contracts/databases/migrations.ts';
import { breaksOf } from '../../scripts/contracts/databases/previous-release.ts';
import { servicesWithSchema } from '../../scripts/migrate/schemas-behind.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Before the first release that others run, these tables went in the same step as the code that used them. Since then
 * prisma/released.json keeps a migration from doing so.
 */
const BEFORE_THE_FIRST_RELEASE: Readonly<Record<string, readonly string[]>> = {
  inventory: ['dead_letters is gone'],
  orders: ['dead_letters is gone'],
  products: ['dead_letters is gone'],
  users: ['dead_letters is gone'],
};

const COLUMNS = `
  select relname as "table", attname as name, format_type(atttypid, atttypmod) as type,
    not attnotnull as "isNullable", atthasdef as "hasDefault"
  from pg_attribute join pg_class on pg_class.oid = attrelid
  where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> '_prisma_migrations'
    and attnum > 0 and not attisdropped`;

describe.each(servicesWithSchema(ROOT))('the last migration of %s', (service) => {
  let database: pg.Client;
  let migrations: Migration[];
  let before: DatabaseShape;

  beforeAll(async () => {
    migrations = await readServiceMigrations(ROOT, service);
    const name = `release_${newId().replaceAll('-', '')}`;
    await ensureDatabase(inject('postgresUrl'), name);
    const url = databaseUrl(inject('postgresUrl'), name);
    database = new pg.Client({ connectionString: url });
    await database.connect();
    await migrate(url, service, migrations.at(-1)?.name);
    before = await shapeOf(database);
    await migrate(url, service, undefined);
  });

  afterAll(() => database.end());

  it('leads from and to what is read of its statements', async () => {
    expect(lines(shapeAfter(changesOf(migrations.slice(0, -1))))).toEqual(lines(before));
    expect(lines(shapeAfter(changesOf(migrations)))).toEqual(lines(await shapeOf(database)));
  });

  it('lets code of the release before select and write, as far as it is said to', async () => {
    const now = await shapeOf(database);
    const breaks = breaksOf(before, now);
    expect(breaks.map(({ message }) => message)).toEqual(BEFORE_THE_FIRST_RELEASE[service] ?? []);
    const broken = new Set(breaks.map(({ table }) => table));
    const tables = [...before].filter(([table]) => !broken.has(table));
    for (const [table, columns] of tables) await database.query(statementsOf(table, [...columns.keys()]));
    for (const table of broken) await expect(database.query(`select from "${table}"`)).rejects.toThrow(table);
  });
});

/** All of its migrations before one. */
async function migrate(url: string, service: string, before: string | undefined): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'galleria-release-'));
  try {
    const all = join(ROOT, 'prisma', service, 'migrations');
    for (const name of readdirSync(all)) {
      if (before === undefined || name !== before) cpSync(join(all, name), join(directory, name), { recursive: true });
    }
    await applyMigrations({ url, migrationsDirectory: directory });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function shapeOf(database: pg.Client): Promise<DatabaseShape> {
  const { rows } = await database.query<Column & { readonly table: string }>(COLUMNS);
  const tables = new Map<string, Map<string, Column>>();
  for (const { table, ...column } of rows) {
    tables.set(table, (tables.get(table) ?? new Map<string, Column>()).set(column.name, column));
  }
  return tables;
}

/** What code does to a table, planned by PostgreSQL, which refuses a column that is not there, and not carried out. */
function statementsOf(table: string, columns: readonly string[]): string {
  const names = columns.map((column) => `"${column}"`).join(', ');
  const assignments = columns.map((column) => `"${column}" = "${column}"`).join(', ');
  return `
    explain select ${names} from "${table}";
    explain update "${table}" set ${assignments};
    explain insert into "${table}" (${names}) select ${names} from "${table}";`;
}

function changesOf(migrations: readonly Migration[]) {
  return migrations.flatMap(({ changes }) => changes.map(({ change }) => change));
}

function lines(shape: DatabaseShape): string[] {
  return [...shape]
    .flatMap(([table, columns]) => [...columns.values()].map((column) => `${table} ${JSON.stringify(sorted(column))}`))
    .toSorted();
}

function sorted({ name, type, isNullable, hasDefault }: Column): Column {
  return { name, type, isNullable, hasDefault };
}
