import type { Viewer } from '@galleria/kit/graphql/viewer';
import type { Answer } from '@galleria/platform/testing/signed-exchange';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMINISTRATOR,
  addToCart,
  newCustomer,
  newProduct,
  placeOrder,
  readOrder,
  startOrders,
  UNKNOWN_ID,
  type OrdersService,
} from './fixtures.ts';
import { ENTITIES, ORDER, ORDERS } from './operations.ts';

const ORDER_COUNT = 7;

let service: OrdersService;
const customer = newCustomer();
const ids: string[] = [];
beforeAll(async () => {
  // All orders of a day in the same millisecond: only their ids tell them apart.
  service = await startOrders({ clock: () => new Date('2026-06-01T12:00:00.000Z') });
  const products = [await newProduct(service), await newProduct(service)];
  for (let count = 0; count < ORDER_COUNT; count += 1) {
    for (const product of products) await addToCart(service, customer, product, count + 1);
    ids.unshift((await placeOrder(service, customer)).data.placeOrder.order.id as string);
  }
});
afterAll(() => service.stop());

const page = async (first: number, after: string | null = null, viewer: Viewer | null = customer) =>
  service.query(ORDERS, { variables: { first, after }, viewer });
const entities = async (keys: string[], viewer: Viewer | null) =>
  (
    await service.query(ENTITIES, {
      variables: { representations: keys.map((id) => ({ __typename: 'Order', id })) },
      viewer,
    })
  ).data._entities;

describe('orders', () => {
  it('come newest first, page by page, each once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    let pages = 0;
    do {
      const answer: Answer = await page(3, after);
      const { orders } = answer.data;
      expect(orders.totalCount).toBe(ORDER_COUNT);
      expect(orders.pageInfo.hasPreviousPage).toBe(pages > 0);
      seen.push(...orders.nodes.map(({ id }: { id: string }) => id));
      after = orders.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null;
      pages += 1;
    } while (after !== null);
    expect(seen).toEqual(ids);
    expect(pages).toBe(3);
  });

  it('of a page take as many queries as one order, with their items and timelines', async () => {
    await page(1);
    const one = await service.queryCount(() => page(1));
    expect(await service.queryCount(() => page(ORDER_COUNT))).toBe(one);
    expect(one).toBe(4);
  });

  it('are empty for a customer without any', async () => {
    expect((await page(5, null, newCustomer())).data.orders).toMatchObject({ totalCount: 0, edges: [], nodes: [] });
  });

  it.each([0, -1, 101])('refuse a page of %i', async (first) => {
    expect((await page(first)).errors?.[0]?.extensions.code).toBe('PAGE_SIZE_INVALID');
  });

  it.each(['nonsense', cursor(['2026', 'x']), cursor([1e300, UNKNOWN_ID]), cursor([1, 'x']), cursor([1])])(
    'refuse the cursor %s',
    async (after) => {
      expect((await page(1, after)).errors?.[0]?.extensions.code).toBe('CURSOR_INVALID');
    },
  );

  it('need somebody who is signed in', async () => {
    expect((await page(1, null, null)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('an order', () => {
  it('is seen by its customer and by administrators, and by nobody else', async () => {
    const [id = ''] = ids;
    expect((await readOrder(service, customer, id)).id).toBe(id);
    expect((await readOrder(service, ADMINISTRATOR, id)).id).toBe(id);
    expect(await readOrder(service, newCustomer(), id)).toBeNull();
    const { data, errors } = await service.query(ORDER, { variables: { id } });
    expect(data.order).toBeNull();
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it.each([UNKNOWN_ID, 'not an id', ''])('is null for the id "%s"', async (id) => {
    const { data, errors } = await service.query(ORDER, { variables: { id }, viewer: customer });
    expect(errors).toBeUndefined();
    expect(data.order).toBeNull();
  });
});

describe('order entities', () => {
  it('are loaded in as many queries as one, in the order asked', async () => {
    const one = await service.queryCount(() => entities(ids.slice(0, 1), customer));
    const all = [...ids, 'not an id', UNKNOWN_ID];
    let found: ({ id: string } | null)[] = [];
    expect(await service.queryCount(async () => void (found = await entities(all, customer)))).toBe(one);
    expect(one).toBe(3);
    expect(found.map((order) => order?.id ?? null)).toEqual([...ids, null, null]);
  });

  it('are seen by those who may see the order', async () => {
    const [id = ''] = ids;
    expect(await entities([id], ADMINISTRATOR)).toMatchObject([{ id }]);
    expect(await entities([id], newCustomer())).toEqual([null]);
    expect(await entities([id], null)).toEqual([null]);
  });
});

function cursor(key: unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}
