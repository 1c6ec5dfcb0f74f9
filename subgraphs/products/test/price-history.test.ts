import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addProduct, ADMINISTRATOR, CUSTOMER, startProducts, type ProductsService } from './fixtures.ts';
import { SET_PRICE, UPDATE_PRODUCT } from './operations.ts';

const NOW = new Date('2026-06-01T12:00:00.000Z');
const HISTORY = `
  query History($ids: [ID!]!, $first: Int!, $after: String) {
    productsById(ids: $ids) {
      id
      priceHistory(first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage endCursor }
        edges {
          cursor
          node { price { amountMinor currency } previousPrice { amountMinor } changedBy { id } changedAt version }
        }
      }
    }
  }`;

let service: ProductsService;
beforeAll(async () => void (service = await startProducts({ clock: () => NOW })));
afterAll(() => service.stop());

const setPrice = (productId: string, amountMinor: number) =>
  service.query(SET_PRICE, {
    variables: { input: { productId, price: { amountMinor, currency: 'EUR' } } },
    viewer: ADMINISTRATOR,
  });

async function histories(ids: readonly string[], first: number, after: string | null = null) {
  const { data } = await service.query(HISTORY, { variables: { ids, first, after }, viewer: ADMINISTRATOR });
  return (data.productsById as { priceHistory: History }[]).map(({ priceHistory }) => priceHistory);
}

interface History {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string };
  readonly edges: readonly {
    readonly node: { readonly price: { amountMinor: number }; readonly previousPrice: { amountMinor: number } | null };
  }[];
}

const steps = (history: History | undefined) =>
  history?.edges.map(({ node }) => [node.previousPrice?.amountMinor ?? null, node.price.amountMinor]);

describe('the price history of a product', () => {
  it('tells who changed it, when, from what and to what, the last change first', async () => {
    const { id } = await addProduct(service, { amountMinor: 1_000 });
    await service.query(UPDATE_PRODUCT, {
      variables: { input: { productId: id, version: 1, name: 'Other' } },
      viewer: ADMINISTRATOR,
    });
    await setPrice(id, 2_000);
    await setPrice(id, 2_000);
    const [history] = await histories([id], 10);
    const by = { changedBy: { id: ADMINISTRATOR.userId }, changedAt: NOW.toISOString() };
    expect(history).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false, hasPreviousPage: false } });
    expect(history?.edges.map(({ node }) => node)).toEqual([
      { price: { amountMinor: 2_000, currency: 'EUR' }, previousPrice: { amountMinor: 1_000 }, version: 3, ...by },
      { price: { amountMinor: 1_000, currency: 'EUR' }, previousPrice: null, version: 1, ...by },
    ]);
  });

  it('has every one of racing changes, each from what the one before left', async () => {
    const { id } = await addProduct(service, { amountMinor: 1_000 });
    await Promise.all([1_001, 1_002, 1_003, 1_004, 1_005].map((amountMinor) => setPrice(id, amountMinor)));
    const [history] = await histories([id], 10);
    const chain = steps(history)?.toReversed() ?? [];
    expect(chain).toHaveLength(6);
    expect(chain.map(([before]) => before)).toEqual([null, ...chain.slice(0, -1).map(([, after]) => after)]);
  });

  it('is read page by page', async () => {
    const { id } = await addProduct(service, { amountMinor: 1 });
    for (const amountMinor of [2, 3, 4]) await setPrice(id, amountMinor);
    const [first] = await histories([id], 3);
    expect(steps(first)).toEqual([
      [3, 4],
      [2, 3],
      [1, 2],
    ]);
    expect(first?.pageInfo.hasNextPage).toBe(true);
    const [second] = await histories([id], 3, first?.pageInfo.endCursor);
    expect(steps(second)).toEqual([[null, 1]]);
    expect(second).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: false, hasPreviousPage: true } });
  });

  it.each([
    [0, null, 'PAGE_SIZE_INVALID'],
    [101, null, 'PAGE_SIZE_INVALID'],
    [1, 'nothing', 'CURSOR_INVALID'],
    [1, Buffer.from('["1"]').toString('base64url'), 'CURSOR_INVALID'],
    [1, Buffer.from('[1.5]').toString('base64url'), 'CURSOR_INVALID'],
    [1, Buffer.from('[99999999999]').toString('base64url'), 'CURSOR_INVALID'],
  ])('refuses first: %d, after: %j', async (first, after, code) => {
    const { id } = await addProduct(service);
    const answer = await service.query(HISTORY, { variables: { ids: [id], first, after }, viewer: ADMINISTRATOR });
    expect(answer.errors?.[0]?.extensions.code).toBe(code);
  });

  it('is for administrators, and takes nothing else from others', async () => {
    const { id } = await addProduct(service);
    for (const [viewer, code] of [
      [null, 'UNAUTHENTICATED'],
      [CUSTOMER, 'FORBIDDEN'],
    ] as const) {
      const { data, errors } = await service.query(HISTORY, { variables: { ids: [id], first: 1 }, viewer });
      expect(errors?.[0]?.extensions.code).toBe(code);
      expect(data).toEqual({ productsById: [{ id, priceHistory: null }] });
    }
  });

  it('is one query, and one to count, for any number of products', async () => {
    const ids = (await Promise.all(Array.from({ length: 20 }, () => addProduct(service)))).map(({ id }) => id);
    const load = (few: string[]) =>
      service.queryCount(async () =>
        expect((await histories(few, 5)).map(steps)).toEqual(few.map(() => [[null, 4_900]])),
      );
    // The products, their histories, and how long these are.
    expect(await load(ids.slice(0, 1))).toBe(3);
    expect(await load(ids)).toBe(3);
  });
});
