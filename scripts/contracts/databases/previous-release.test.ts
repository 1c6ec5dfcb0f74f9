import { describe, expect, it } from 'vitest';
import { shapeAfter } from './database-shape.ts';
import { readChanges } from './migration-changes.ts';
import { breaksOf } from './previous-release.ts';

const RELEASED = `create table orders (id uuid primary key, note text, total integer not null, state text not null default 'NEW')`;

const shapeOf = async (sql: string) => shapeAfter((await readChanges(sql)).map(({ change }) => change));

describe('the release before', () => {
  it.each([
    ['alter table orders add column gift boolean'],
    ['alter table orders add column gift boolean not null default false'],
    ['alter table orders alter column total drop not null'],
    ["alter table orders alter column state set default 'OLD'"],
    ['create table gifts (id uuid primary key, order_id uuid not null)'],
    ['alter table orders add column old text not null; alter table orders drop column old'],
    ['alter table orders rename note to remark; alter table orders rename remark to note'],
  ])('runs on after %s', async (migration) => {
    expect(breaksOf(await shapeOf(RELEASED), await shapeOf(`${RELEASED}; ${migration}`))).toEqual([]);
  });

  it.each([
    ['drop table orders', 'orders is gone'],
    ['alter table orders rename to bought', 'orders is gone'],
    ['alter table orders drop column note', 'orders.note is gone, and is selected and written'],
    ['alter table orders rename note to remark', 'orders.note is gone, and is selected and written'],
    ['alter table orders alter total type bigint', 'orders.total was integer and is bigint'],
    ['alter table orders alter note set not null', 'orders.note must not be null any more, and may be written so'],
    ['alter table orders alter state drop default', 'orders.state has no default any more, and may be left out'],
    ['alter table orders add gift boolean not null', 'orders.gift must not be null, has no default, and is left out'],
    [
      'alter table orders add gift boolean not null default false; alter table orders alter gift drop default',
      'orders.gift must not be null, has no default, and is left out',
    ],
  ])('fails after %s', async (migration, expected) => {
    const breaks = breaksOf(await shapeOf(RELEASED), await shapeOf(`${RELEASED}; ${migration}`));
    expect(breaks.map(({ message }) => message)).toEqual([expected]);
  });
});
