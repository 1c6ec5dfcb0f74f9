import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { cloneDatabase, databaseUrl, dropDatabase, ensureDatabase } from '../../src/postgres/databases.ts';
import { createEmptyDatabase } from '../../src/testing/test-database.ts';

const server = inject('postgresUrl');
const names: string[] = [];

function freshName(): string {
  const name = `test "quoted" ${randomUUID()}`;
  names.push(name);
  return name;
}

async function run(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  await Promise.all(names.splice(0).map((name) => dropDatabase(server, name)));
});

describe('databases', () => {
  it('creates a database once, also when five ask at the same time', async () => {
    const name = freshName();
    const created = await Promise.all(Array.from({ length: 5 }, () => ensureDatabase(server, name)));
    expect(created.filter(Boolean)).toHaveLength(1);
    expect(await run(databaseUrl(server, name), 'select current_database() as name')).toEqual([{ name }]);
  });

  it('clones a database with its rows and keeps the two apart', async () => {
    const [template, clone] = [freshName(), freshName()];
    await ensureDatabase(server, template);
    await run(databaseUrl(server, template), 'create table shelf (id int); insert into shelf values (1)');
    await cloneDatabase(server, template, clone);
    await run(databaseUrl(server, clone), 'insert into shelf values (2)');
    expect(await run(databaseUrl(server, clone), 'select id from shelf order by id')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await run(databaseUrl(server, template), 'select id from shelf')).toEqual([{ id: 1 }]);
  });

  it('drops a database that somebody is still connected to', async () => {
    const { url, drop } = await createEmptyDatabase();
    const client = new pg.Client({ connectionString: url });
    const lost = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    await drop();
    await expect(lost).resolves.toBeInstanceOf(Error);
    await expect(run(url, 'select 1')).rejects.toMatchObject({ code: '3D000' });
  });

  it('sorts and folds case the same on every machine, for letters beyond ASCII too', async () => {
    const { url, drop } = await createEmptyDatabase();
    const rows = await run(url, `select upper('é') as upper, 'ÄPFEL' ilike 'äpfel' as same`);
    expect(rows).toEqual([{ upper: 'É', same: true }]);
    await drop();
  });
});
