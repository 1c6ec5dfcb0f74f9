import { createDatabase, type Database } from '@galleria/kit/database/database';
import { createLogger } from '@galleria/kit/logger';
import { sql } from '@galleria/kit/database/sql';
import { integer, text } from '@galleria/kit/database/columns';
import { table } from '@galleria/kit/database/table';
import { createEmptyDatabase } from '@galleria/platform/testing/test-database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const pieces = table('pieces', { name: text, count: integer });
let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const empty = await createEmptyDatabase();
  drop = () => empty.drop();
  database = createDatabase({ url: empty.url, logger: createLogger({ service: 'test', level: 'silent' }) });
  await database.execute(sql`create table pieces (name text primary key, count int not null check (count >= 0))`);
});
afterAll(async () => {
  await database.close();
  await drop();
});
beforeEach(() => database.execute(sql`delete from pieces`));

const names = async () =>
  (await database.query(sql`select ${pieces.columns('name')} from pieces order by name`)).map((row) => row.name);

describe('a transaction', () => {
  it('commits what was executed and queried, and says so afterwards', async () => {
    let commits = 0;
    database.onCommit(() => (commits += 1));
    const seen = await database.transaction(async (transaction) => {
      await transaction.execute(sql`insert into pieces values ('lamp', 1)`);
      return transaction.query(sql`select ${pieces.columns('name')} from pieces`);
    });
    expect(seen).toEqual([{ name: 'lamp' }]);
    expect(await names()).toEqual(['lamp']);
    expect(commits).toBe(1);
  });

  it('rolls everything back when the work throws', async () => {
    const work = database.transaction(async (transaction) => {
      await transaction.execute(sql`insert into pieces values ('lamp', 1)`);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await names()).toEqual([]);
  });

  it('fails with the error of a statement that nobody waited for, at the commit', async () => {
    const work = database.transaction(async (transaction) => {
      await transaction.execute(sql`insert into pieces values ('lamp', 1)`);
      await transaction.execute(sql`insert into pieces values ('chair', -1)`);
    });
    await expect(work).rejects.toMatchObject({ constraint: 'pieces_count_check' });
    expect(await names()).toEqual([]);
  });

  it('fails with that error, too, when a later statement trips over it', async () => {
    const work = database.transaction(async (transaction) => {
      await transaction.execute(sql`insert into pieces values ('chair', -1)`);
      await transaction.query(sql`select count from pieces`);
    });
    await expect(work).rejects.toMatchObject({ constraint: 'pieces_count_check' });
  });

  it('fails with the error of a statement that its work went on after, and leaves nothing', async () => {
    let commits = 0;
    database.onCommit(() => (commits += 1));
    const work = database.transaction(async (transaction) => {
      await transaction.query(sql`insert into pieces values ('lamp', 1)`);
      await transaction.query(sql`insert into pieces values ('chair', -1)`).catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ constraint: 'pieces_count_check' });
    expect(await names()).toEqual([]);
    expect(commits).toBe(0);
  });

  it('commits what it did around a statement that failed after a savepoint', async () => {
    await database.transaction(async (transaction) => {
      await transaction.query(sql`insert into pieces values ('lamp', 1)`);
      await transaction.execute(sql`savepoint before`);
      await transaction.query(sql`insert into pieces values ('chair', -1)`).catch(() => undefined);
      await transaction.execute(sql`rollback to savepoint before`);
    });
    expect(await names()).toEqual(['lamp']);
  });

  it('leaves a connection behind that the next one can use', async () => {
    const failing = () =>
      database.transaction(async (transaction) => transaction.execute(sql`insert into pieces values (null, 1)`));
    await Promise.all(Array.from({ length: 20 }, () => expect(failing()).rejects.toMatchObject({ code: '23502' })));
    await database.transaction((transaction) => transaction.execute(sql`insert into pieces values ('vase', 1)`));
    expect(await names()).toEqual(['vase']);
  });

  it('is run again after a deadlock, and takes effect once', async () => {
    await database.execute(sql`insert into pieces values ('a', 0), ('b', 0)`);
    // Each has its first row before either asks for its second: the first attempts must meet.
    let waiting = 0;
    let bothHaveOne: () => void = () => undefined;
    const meeting = new Promise<void>((resolve) => (bothHaveOne = resolve));
    const add = (first: string, second: string) => {
      let attempts = 0;
      return database.transaction(async (transaction) => {
        attempts += 1;
        await transaction.query(sql`update pieces set count = count + 1 where name = ${first} returning name`);
        if (attempts === 1 && (waiting += 1) === 2) bothHaveOne();
        if (attempts === 1) await meeting;
        await transaction.execute(sql`update pieces set count = count + 1 where name = ${second}`);
      });
    };
    await Promise.all([add('a', 'b'), add('b', 'a')]);
    expect(await database.query(sql`select name, count from pieces order by name`)).toEqual([
      { name: 'a', count: 2 },
      { name: 'b', count: 2 },
    ]);
  });
});
