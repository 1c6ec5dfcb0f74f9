import { describe, expect, it } from 'vitest';
import { describeChange } from './change.ts';
import { concernsAbout } from './concerns.ts';
import { destructionBy } from './destruction.ts';
import { locksBy } from './locks.ts';
import { readChanges } from './migration-changes.ts';
import { doubtsAbout } from './previous-release.ts';

/** A statement, whether somebody has to approve what it destroys (D), who waits (L), what nobody can tell (?). */
const CASES: readonly (readonly [statement: string, concerns: string])[] = [
  ['create table a (id uuid primary key)', ''],
  ['drop table a', 'D'],
  ['drop table if exists s.a cascade', 'D'],
  ['truncate a, b', 'DD'],
  ['delete from a', 'DL'],
  ["delete from a where at < now() - interval '1 day'", 'DL'],
  ['update a set n = 1', 'L'],
  ["insert into a select 'drop table b'", ''],
  ['alter table a rename to b', 'D'],
  ['alter table a rename column n to m', 'D'],
  ['alter table a drop column n', 'D'],
  ['alter table a drop column n, drop column m', 'DD'],
  ['alter table a alter column n type bigint', 'DL'],
  ['alter table a alter n set data type text using n::text', 'DL'],
  ['alter table a alter column n set not null', 'L'],
  ['alter table a alter column n drop not null', ''],
  ['alter table a alter column n set default 1', ''],
  ['alter table a add column n int', ''],
  ['alter table a add column n int not null', 'D'],
  ['alter table a add column n int not null default 0', ''],
  ['alter table a add column at timestamptz not null default now()', ''],
  ['alter table a add column at timestamptz not null default current_timestamp', ''],
  ['alter table a add column n uuid not null default gen_random_uuid()', 'L'],
  ["alter table a add column n text default 'x' || random()::text", 'L'],
  ['alter table a add column n bigserial', 'L'],
  ['alter table a add column n int generated always as identity', 'L'],
  ['alter table a add column n int check (n > 0)', 'L?'],
  ['alter table a add constraint c check (n > 0)', 'L?'],
  ['alter table a add constraint c check (n > 0) not valid', '?'],
  ['alter table a validate constraint c', ''],
  ['alter table a add constraint f foreign key (n) references b (id)', 'L?'],
  ['alter table a add constraint f foreign key (n) references b (id) not valid', '?'],
  ['alter table a add constraint u unique (n)', 'L?'],
  ['alter table a add constraint u unique using index u', '?'],
  ['alter table a add primary key (n)', 'L'],
  ['alter table a drop constraint c', ''],
  ['create index i on a (n)', 'L'],
  ['create index concurrently i on a (n)', ''],
  ['create unique index i on a (n)', 'L?'],
  ['drop index i', ''],
  ["create type t as enum ('A')", ''],
  ["alter type t add value 'B'", '?'],
  ["alter type t rename value 'A' to 'B'", 'D'],
  ['drop type t', 'D'],
  ['drop schema s cascade', 'D'],
  ['do $$ begin delete from a; end $$', 'D'],
  ['cluster a using i', 'L'],
  ['lock table a in access exclusive mode', 'L'],
  ['-- drop table a;', ''],
  ["select 'drop table a;'", ''],
  // What a migration makes itself is empty, and nobody else's.
  ['create table a (id int); alter table a alter column id type bigint; create index i on a (id)', ''],
];

const LETTERS = { MIGRATION_DESTROYS: 'D', MIGRATION_LOCKS: 'L', PREVIOUS_RELEASE_MAY_BREAK: '?' };

describe('a migration', () => {
  it.each(CASES)('%s: %s', async (statement, expected) => {
    const changes = await readChanges(statement);
    const found = [destructionBy, locksBy, doubtsAbout].flatMap((look) => concernsAbout(changes, look));
    expect(found.map(({ code }) => LETTERS[code]).join('')).toBe(expected);
  });

  it('is read with its comments, and places are those of characters', async () => {
    const sql = '-- Größe → weg;\n/* … */ ALTER TABLE "a" DROP COLUMN "größe";\n\n-- Ende\nDROP TABLE "ö";\n';
    const changes = await readChanges(sql);
    expect(changes.map(({ change, offset }) => [describeChange(change), sql.slice(offset, offset + 5)])).toEqual([
      ['drop column a.größe', 'ALTER'],
      ['drop table ö', 'DROP '],
    ]);
  });

  it('that is no SQL is refused', async () => {
    await expect(readChanges('alter tabel a')).rejects.toThrow('syntax error');
  });
});
