import { bigint, character, integer, json, listOf, optional, text, withDefault } from '@galleria/kit/database/columns';
import { createDatabase, type Database } from '@galleria/kit/database/database';
import { prepare, sql } from '@galleria/kit/database/sql';
import { alias, table } from '@galleria/kit/database/table';
import { createLogger } from '@galleria/kit/logger';
import { createEmptyDatabase } from '@galleria/platform/testing/test-database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const pieces = table('pieces', {
  id: withDefault(bigint),
  name: text,
  unitPrice: integer,
  currency: character(3),
  soldTo: optional(text),
  tags: listOf(text),
  facts: json<readonly string[]>(),
});
const lamp = { name: 'lamp', unitPrice: 1_200, currency: 'EUR', tags: ['brass'], facts: ['a', 'b'] };

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const empty = await createEmptyDatabase();
  drop = () => empty.drop();
  database = createDatabase({ url: empty.url, logger: createLogger({ service: 'test', level: 'silent' }) });
  await database.execute(sql`
    create table pieces (id bigserial, name text not null, unit_price int not null, currency char(3) not null, sold_to text,
      tags text[] not null, facts jsonb not null)`);
});
afterAll(async () => {
  await database.close();
  await drop();
});
beforeEach(() => database.execute(sql`truncate pieces restart identity`));

const insert = (row: Parameters<typeof pieces.row>[0]) => {
  const { names, values } = pieces.row(row);
  return sql`insert into pieces (${names}) values (${values}) returning ${pieces.columns()}`;
};

describe('a table', () => {
  it('writes a row and reads it back under the names of the domain', async () => {
    expect(await database.query(insert(lamp))).toEqual([{ ...lamp, id: '1', soldTo: null }]);
  });

  it('gives rows of what was selected, and the compiler knows of nothing else', async () => {
    await database.execute(insert(lamp));
    const rows = await database.query(sql`
      select ${pieces.as('piece').columns('name', 'soldTo')}, length(name) as ${alias('letters', integer)} from pieces piece`);
    const typed: { name: string; soldTo: string | null; letters: number }[] = rows;
    expect(typed).toEqual([{ name: 'lamp', soldTo: null, letters: 4 }]);
    // @ts-expect-error: not selected
    expect(rows[0]?.unitPrice).toBeUndefined();
  });

  it('does not compile where a row type is claimed that nothing selects', () => {
    // @ts-expect-error: the statement gives no name
    void (() => database.query<{ name: string }>(sql`select name from pieces`));
  });

  it('does not compile where a new row lacks what must not be null', () => {
    const { name, ...nameless } = lamp;
    // @ts-expect-error: the name is missing
    expect(insert(nameless).values).not.toContain(name);
  });

  it('writes the columns of another statement, and cuts nothing that is too long', async () => {
    const { names, values } = pieces.row({ ...lamp, currency: 'EURO' });
    const copied = database.query(sql`insert into pieces (${names}) select ${values} from generate_series(1, 2)`);
    await expect(copied).rejects.toMatchObject({ code: '22001' });
  });
});

describe('a statement', () => {
  it('says at its first use which column is selected where no rows come from', async () => {
    const hidden = database.query(sql`with piece as (select ${pieces.columns('name', 'unitPrice')} from pieces)
      select name from piece`);
    await expect(hidden).rejects.toThrow('A statement does not give its column "unitPrice": with piece as');
  });

  it('is prepared once, whatever the values of its parts', () => {
    const statement = (least: number) =>
      sql`select name from pieces where ${sql`unit_price >= ${least}`} and id <> ${7}`;
    expect(prepare(statement(1))).toBe(prepare(statement(2)));
    expect(prepare(statement(1)).text).toBe('select name from pieces where unit_price >= $1 and id <> $2');
    expect(statement(3).values).toEqual([3, 7]);
  });

  it('takes a value that looks like a part of a statement for a value', () => {
    const hostile: unknown = JSON.parse('{"strings":["true; drop table pieces"],"values":[],"gives":[]}');
    expect(prepare(sql`select name from pieces where facts = ${hostile}`).text).toContain('facts = $1');
  });
});
