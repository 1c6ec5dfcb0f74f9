import { newId } from '@galleria/kit/identifiers';
import type { Answer } from '@galleria/platform/testing/signed-exchange';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMINISTRATOR,
  addToCart,
  confirmedOrder,
  newCustomer,
  newProduct,
  placeOrder,
  startOrders,
  UNKNOWN_ID,
  type OrdersService,
  type PlacedOrder,
} from './fixtures.ts';

const SEARCH = `
  query Search($filter: OrderSearchFilter, $first: Int!, $after: String, $sort: OrderSearchSort! = NEWEST) {
    orderSearch(filter: $filter, first: $first, after: $after, sort: $sort) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage endCursor }
      nodes { id number status placedAt customer { id } items { quantity } timeline { status } }
    }
  }`;

const at = (day: string) => `2026-06-${day}T12:00:00.000Z`;

let now = new Date(at('01'));
let service: OrdersService;
const [ada, grace] = [newCustomer(), newCustomer()];
/**
 * Two orders of Ada's on the first of June, in the same millisecond, one of Grace's on the second, and Ada's confirmed
 * one on the third.
 */
const placed: PlacedOrder[] = [];
beforeAll(async () => {
  service = await startOrders({ clock: () => now });
  const product = await newProduct(service);
  for (const [day, customer] of [
    ['01', ada],
    ['01', ada],
    ['02', grace],
  ] as const) {
    now = new Date(at(day));
    await addToCart(service, customer, product);
    placed.push((await placeOrder(service, customer)).data.placeOrder.order as PlacedOrder);
  }
  now = new Date(at('03'));
  placed.push(await confirmedOrder(service, ada, product));
});
afterAll(() => service.stop());

const search = (filter: object | null, page: object = { first: 10 }, viewer = ADMINISTRATOR) =>
  service.query(SEARCH, { variables: { filter, ...page }, viewer });
const found = async (filter: object | null, page?: object) => {
  const { orderSearch } = (await search(filter, page)).data;
  const ids = orderSearch.nodes.map(({ id }: { id: string }) => id) as string[];
  expect(orderSearch.totalCount).toBe(ids.length);
  return ids;
};
const ids = (...indexes: number[]) => indexes.map((index) => placed[index]?.id);

describe('orderSearch', () => {
  it('gives the orders of all customers, newest first, or oldest first', async () => {
    expect(await found(null)).toEqual(ids(3, 2, 1, 0));
    expect(await found({}, { first: 10, sort: 'OLDEST' })).toEqual(ids(0, 1, 2, 3));
  });

  it('finds an order by its number, however that is written', async () => {
    const number = placed[2]?.number ?? '';
    for (const written of [
      number,
      number.toLowerCase(),
      ` ${number.replaceAll('-', '')} `,
      number.replaceAll('0', 'o'),
    ]) {
      expect(await found({ number: written })).toEqual(ids(2));
    }
    expect(await found({ number: 'G-0000-0000' })).toEqual([]);
    expect(await found({ number: "' or 1=1 --" })).toEqual([]);
  });

  it('finds orders by customer, by states and by date, from a moment on and before another', async () => {
    expect(await found({ customerId: ada.userId })).toEqual(ids(3, 1, 0));
    expect(await found({ states: ['CONFIRMED', 'CONFIRMED'] })).toEqual(ids(3));
    expect(await found({ states: ['CONFIRMED', 'AWAITING_STOCK'] })).toEqual(ids(3, 2, 1, 0));
    expect(await found({ states: [] })).toEqual(ids(3, 2, 1, 0));
    expect(await found({ placedFrom: at('02') })).toEqual(ids(3, 2));
    expect(await found({ placedTo: at('02') })).toEqual(ids(1, 0));
    expect(await found({ placedFrom: at('02'), placedTo: at('03') })).toEqual(ids(2));
  });

  it('finds what fits everything that is given', async () => {
    expect(await found({ customerId: ada.userId, states: ['AWAITING_STOCK'], placedFrom: at('01') })).toEqual(
      ids(1, 0),
    );
    expect(await found({ customerId: grace.userId, number: placed[0]?.number })).toEqual([]);
  });

  it.each([UNKNOWN_ID, 'not an id', ''])('finds nothing for the customer "%s"', async (customerId) => {
    expect(await found({ customerId })).toEqual([]);
  });

  it.each(['NEWEST', 'OLDEST'])('goes page by page, each order once, sorted %s', async (sort) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const answer: Answer = await search({ customerId: ada.userId }, { first: 1, after, sort });
      const { orderSearch } = answer.data;
      expect(orderSearch.totalCount).toBe(3);
      expect(orderSearch.pageInfo.hasPreviousPage).toBe(seen.length > 0);
      seen.push(...orderSearch.nodes.map(({ id }: { id: string }) => id));
      after = orderSearch.pageInfo.hasNextPage ? orderSearch.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(sort === 'NEWEST' ? ids(3, 1, 0) : ids(0, 1, 3));
  });

  it('takes as many queries for a page as for one order, with their items and timelines', async () => {
    const count = (first: number) => service.queryCount(() => search(null, { first }));
    await count(1);
    const one = await count(1);
    expect(await count(4)).toBe(one);
    expect(one).toBe(4);
  });

  it.each([
    ['the end before the beginning', { placedFrom: at('03'), placedTo: at('02') }],
    ['the end at the beginning', { placedFrom: at('03'), placedTo: at('03') }],
    ['a year that no database knows', { placedFrom: '0000-01-01T00:00:00Z' }],
    ['a moment after the year 9999', { placedTo: '9999-12-31T23:59:59-01:00' }],
  ])('refuses %s', async (_title, filter) => {
    const { data, errors } = await search(filter);
    expect(errors?.[0]?.extensions.code).toBe('DATE_RANGE_INVALID');
    expect(data.orderSearch).toBeNull();
  });

  it.each(['tomorrow', '2026-06-01', '2026-13-01T00:00:00Z'])('refuses the date "%s"', async (placedFrom) => {
    expect((await search({ placedFrom })).errors?.[0]?.message).toMatch(/ISO 8601/);
  });

  it.each([cursor([1]), cursor([-1, newId()]), cursor([8e15, newId()]), cursor([1, 'x']), 'nonsense'])(
    'refuses the cursor %s',
    async (after) => {
      expect((await search(null, { first: 1, after })).errors?.[0]?.extensions.code).toBe('CURSOR_INVALID');
    },
  );

  it('is for administrators', async () => {
    expect((await search(null, { first: 1 }, ada)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const visitor = await service.query(SEARCH, { variables: { first: 1 } });
    expect(visitor.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

function cursor(key: unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

describe('what paid orders add up to', () => {
  it('is told by currency, with the pieces in them, and without those that are not paid for', async () => {
    const SUMS = `query { _entities(representations: [{ __typename: "Invariants", id: "now" }]) {
      ... on Invariants { paidOrders { currency count totalMinor pieces } }
    } }`;
    expect((await service.query(SUMS, { viewer: ADMINISTRATOR })).data._entities[0].paidOrders).toEqual([
      { currency: 'EUR', count: 1, totalMinor: '12900', pieces: '1' },
    ]);
  });
});
