import {
  backInStock,
  releaseStock,
  reserveStock,
  stockRanLow,
  stockRanOut,
  stockRejected,
  stockReserved,
} from '@galleria/events/inventory';
import { newId } from '@galleria/kit/identifiers';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import type { Answer } from '@galleria/platform/testing/signed-exchange';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  adjust,
  ADMINISTRATOR,
  CUSTOMER,
  LOW_STOCK_THRESHOLD,
  spread,
  startInventory,
  stockedProduct,
  type InventoryService,
} from './fixtures.ts';

let service: InventoryService;
beforeAll(async () => void (service = await startInventory()));
afterAll(() => service.stop());

const SET_THRESHOLD = `
  mutation Set($input: SetStockThresholdInput!) {
    setStockThreshold(input: $input) {
      __typename
      ... on StockThresholdSet { stock { product { id } threshold isLow pieces { available } } }
      ... on Problem { code message }
    }
  }`;

const LOW = `
  query Low($first: Int!, $after: String) {
    lowStock(first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { product { id } threshold isLow pieces { onHand available reserved sold } }
    }
  }`;

const STOCK = `
  query Stock($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Product { stock { threshold isLow pieces { onHand available } } } }
  }`;

const setThreshold = async (productId: string, threshold: number | null, viewer = ADMINISTRATOR) =>
  service.query(SET_THRESHOLD, { variables: { input: { productId, threshold } }, viewer });
const low = (variables: object, viewer = ADMINISTRATOR) => service.query(LOW, { variables: { ...variables }, viewer });
const stockOf = async (productIds: string[], viewer = ADMINISTRATOR) =>
  service.query(STOCK, {
    variables: { representations: productIds.map((id) => ({ __typename: 'Product', id, archived: false })) },
    viewer,
  });
const alertsOf = <Data extends { productId: string }>(contract: MessageContract<Data>, productId: string) =>
  service.published(contract).filter(({ data }) => data.productId === productId);
const take = (productId: string, delta: number) => adjust(service, { productId, delta, reason: 'count' });

/** All alerts of the product, once everything that it did before is told: messages of one key arrive in order. */
async function alerts(productId: string): Promise<string[]> {
  const marker = LOW_STOCK_THRESHOLD + 1_000;
  await setThreshold(productId, 0);
  await take(productId, marker);
  await setThreshold(productId, marker * 2);
  return vi.waitFor(() => {
    const told = [stockRanLow, stockRanOut, backInStock].flatMap((contract) =>
      alertsOf<{ productId: string }>(contract, productId).map(({ data }) => ({ type: contract.type, data })),
    );
    expect(told.some(({ data }) => 'threshold' in data && data.threshold === marker * 2)).toBe(true);
    return told
      .filter(({ data }) => !('threshold' in data && data.threshold === marker * 2))
      .map(({ type }) => type)
      .sort();
  }, PATIENCE);
}

const [RAN_LOW, RAN_OUT, BACK] = [stockRanLow.type, stockRanOut.type, backInStock.type];

describe('the alerts of stock', () => {
  it('come once for each crossing, not for each change', async () => {
    const productId = await stockedProduct(service, 7);
    for (const delta of [-2, -1, -1, -1]) await take(productId, delta);
    await vi.waitFor(() => expect(alertsOf(stockRanLow, productId)).toHaveLength(1), PATIENCE);
    expect(alertsOf(stockRanLow, productId)[0]?.data).toMatchObject({ available: 4, threshold: LOW_STOCK_THRESHOLD });
    await take(productId, 8);
    await take(productId, -10);
    expect(await alerts(productId)).toEqual([BACK, BACK, RAN_LOW, RAN_LOW, RAN_OUT].sort());
  });

  it('are one each when many orders take the last pieces at the same time, and when they give them back', async () => {
    const productId = await stockedProduct(service, 8);
    const orders = Array.from({ length: 12 }, () => newId());
    const lines = [{ productId, quantity: 1 }];
    await Promise.all(
      orders.map((orderId) => service.publish(reserveStock, { orderId, lines, expiresAt: '2099-01-01T00:00:00.000Z' })),
    );
    const answered = () =>
      [...service.published(stockReserved), ...service.published(stockRejected)].filter(({ data }) =>
        orders.includes(data.orderId),
      );
    await vi.waitFor(() => expect(answered()).toHaveLength(orders.length), PATIENCE);
    await vi.waitFor(() => expect(alertsOf(stockRanOut, productId)).toHaveLength(1), PATIENCE);
    expect(alertsOf(stockRanLow, productId)).toHaveLength(1);
    await Promise.all(orders.map((orderId) => service.publish(releaseStock, { orderId, reason: 'TIMED_OUT' })));
    await vi.waitFor(async () => expect(await spread(service, productId)).toMatchObject({ available: 8 }), PATIENCE);
    expect(await alerts(productId)).toEqual([BACK, BACK, RAN_LOW, RAN_OUT].sort());
  });
});

describe('setStockThreshold', () => {
  it('tells once that stock is low by the new threshold', async () => {
    const productId = await stockedProduct(service, 7);
    const { data } = await setThreshold(productId, 8);
    expect(data.setStockThreshold).toEqual({
      __typename: 'StockThresholdSet',
      stock: { product: { id: productId }, threshold: 8, isLow: true, pieces: { available: 7 } },
    });
    await setThreshold(productId, 9);
    await vi.waitFor(() => expect(alertsOf(stockRanLow, productId)).toHaveLength(1), PATIENCE);
    expect(await alerts(productId)).toEqual([BACK, RAN_LOW].sort());
  });

  it('tells once when many set it at the same time', async () => {
    const productId = await stockedProduct(service, 7);
    await Promise.all(Array.from({ length: 6 }, (_, index) => setThreshold(productId, 8 + index)));
    expect(await alerts(productId)).toEqual([BACK, RAN_LOW].sort());
  });

  it('goes back to the threshold of the shop with null, and is never low with zero', async () => {
    const productId = await stockedProduct(service, 4);
    const thresholds = [];
    for (const threshold of [0, null]) {
      const { stock } = (await setThreshold(productId, threshold)).data.setStockThreshold;
      thresholds.push([stock.threshold, stock.isLow]);
    }
    expect(thresholds).toEqual([
      [0, false],
      [LOW_STOCK_THRESHOLD, true],
    ]);
  });

  it.each([
    ['an unknown product', newId(), 3, 'PRODUCT_UNKNOWN'],
    ['a malformed id', 'x', 3, 'PRODUCT_UNKNOWN'],
    ['fewer than none', newId(), -1, 'INVALID_STOCK_THRESHOLD'],
    ['more than a million', newId(), 1_000_001, 'INVALID_STOCK_THRESHOLD'],
  ])('answers %s with a problem', async (_title, productId, threshold, code) => {
    expect((await setThreshold(productId, threshold)).data.setStockThreshold).toMatchObject({ code });
  });

  it('is for administrators', async () => {
    const productId = await stockedProduct(service, 1);
    expect((await setThreshold(productId, 3, CUSTOMER)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('lowStock', () => {
  it('lists what is below its threshold, fewest first, page by page', async () => {
    const [none, two, plenty, fewForIt] = [
      await stockedProduct(service, 0),
      await stockedProduct(service, 2),
      await stockedProduct(service, 50),
      await stockedProduct(service, 60),
    ];
    await setThreshold(fewForIt, 61);
    const seen: { product: { id: string }; pieces: { available: number }; isLow: boolean }[] = [];
    let after: string | null = null;
    do {
      const answer: Answer = await low({ first: 2, after });
      const { lowStock } = answer.data;
      seen.push(...lowStock.nodes);
      after = lowStock.pageInfo.hasNextPage ? lowStock.pageInfo.endCursor : null;
      expect(lowStock.totalCount).toBeGreaterThanOrEqual(3);
    } while (after !== null);
    const ids = seen.map(({ product }) => product.id);
    expect(ids.filter((id) => [none, two, plenty, fewForIt].includes(id))).toEqual([none, two, fewForIt]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(seen.every(({ isLow }) => isLow)).toBe(true);
    const amounts = seen.map(({ pieces }) => pieces.available);
    expect(amounts).toEqual([...amounts].sort((x, y) => x - y));
  });

  it.each(['nonsense', cursor(['x', newId()]), cursor([1.5, newId()]), cursor([1e12, newId()]), cursor([1, 'x'])])(
    'refuses the cursor %s',
    async (after) => {
      expect((await low({ first: 1, after })).errors?.[0]?.extensions.code).toBe('CURSOR_INVALID');
    },
  );

  it('is for administrators, and so is the stock of a product', async () => {
    expect((await low({ first: 1 }, CUSTOMER)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const productId = await stockedProduct(service, 1);
    const { data, errors } = await stockOf([productId], CUSTOMER);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(data._entities[0]).toEqual({ stock: null });
  });

  it('needs one statement for the stock of any number of products', async () => {
    const ids = [await stockedProduct(service, 6), await stockedProduct(service, 1)];
    let answer: { data: { _entities: unknown } } | undefined;
    expect(await service.queryCount(async () => void (answer = await stockOf(ids)))).toBe(1);
    expect(answer?.data._entities).toEqual([
      { stock: { threshold: LOW_STOCK_THRESHOLD, isLow: false, pieces: { onHand: 6, available: 6 } } },
      { stock: { threshold: LOW_STOCK_THRESHOLD, isLow: true, pieces: { onHand: 1, available: 1 } } },
    ]);
  });
});

function cursor(key: unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}
