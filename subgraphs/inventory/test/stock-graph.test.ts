import { stockChanged } from '@galleria/events/inventory';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  ADMINISTRATOR,
  adjust,
  available,
  CUSTOMER,
  LEVEL,
  startInventory,
  stockedProduct,
  type InventoryService,
} from './fixtures.ts';

let service: InventoryService;
beforeAll(async () => void (service = await startInventory()));
afterAll(() => service.stop());

describe('the stock of a product', () => {
  it('is nothing once the product came on sale, and unknown before', async () => {
    expect(await available(service, await stockedProduct(service, 0))).toBe(0);
    expect(await available(service, newId())).toBeNull();
    expect(await available(service, 'not an id')).toBeNull();
  });

  it('is in stock with a piece available and the product on sale', async () => {
    const id = await stockedProduct(service, 3);
    const representations = [
      { __typename: 'Product', id, archived: false },
      { __typename: 'Product', id, archived: true },
    ];
    const { data } = await service.query(LEVEL, { variables: { representations } });
    expect(data._entities).toEqual([
      { id, available: 3, inStock: true },
      { id, available: 3, inStock: false },
    ]);
  });

  it('may be kept for some seconds by anybody, and what administrators see by nobody', async () => {
    const representations = [{ __typename: 'Product', id: await stockedProduct(service, 3), archived: false }];
    const kept = async (query: string) => {
      const { answer, headers } = await service.exchange(query, {
        variables: { representations },
        viewer: ADMINISTRATOR,
      });
      expect(answer.errors).toBeUndefined();
      return headers['cache-control'];
    };
    expect(await kept(LEVEL)).toBe('max-age=5, public');
    expect(await kept(LEVEL.replace('inStock', 'stock { product { id } }'))).toBeUndefined();
  });

  it('is loaded for any number of products with one statement', async () => {
    const ids = await Promise.all([stockedProduct(service, 1), stockedProduct(service, 2), stockedProduct(service, 3)]);
    const representations = ids.map((id) => ({ __typename: 'Product', id, archived: false }));
    const load = () => service.query(LEVEL, { variables: { representations } });
    await load();
    expect(await service.queryCount(load)).toBe(1);
  });
});

describe('adjustStock', () => {
  it('adds, takes, and tells the others', async () => {
    const productId = await stockedProduct(service, 10);
    const { data } = await adjust(service, { productId, delta: -4, reason: 'breakage' });
    expect(data.adjustStock).toEqual({ __typename: 'StockAdjusted', product: { id: productId, available: 6 } });
    await vi.waitFor(() => {
      const levels = service.published(stockChanged).filter((message) => message.data.productId === productId);
      expect(levels.map((message) => message.data.available)).toEqual([10, 6]);
    }, PATIENCE);
  });

  it('takes an id in either case, and answers with the product that it names', async () => {
    const productId = await stockedProduct(service, 10);
    const { data, errors } = await adjust(service, { productId: productId.toUpperCase(), delta: 1, reason: 'count' });
    expect(errors).toBeUndefined();
    expect(data.adjustStock).toEqual({ __typename: 'StockAdjusted', product: { id: productId, available: 11 } });
    expect(await available(service, productId.toUpperCase())).toBe(11);
  });

  it('refuses to take more than is available, and says how many there are', async () => {
    const productId = await stockedProduct(service, 2);
    const { data } = await adjust(service, { productId, delta: -3, reason: 'count' });
    expect(data.adjustStock).toMatchObject({ code: 'STOCK_WOULD_BE_NEGATIVE', available: 2 });
    expect(await available(service, productId)).toBe(2);
  });

  it.each([
    ['an unknown product', { productId: newId(), delta: 1, reason: 'count' }, 'PRODUCT_UNKNOWN'],
    ['a malformed id', { productId: 'x', delta: 1, reason: 'count' }, 'PRODUCT_UNKNOWN'],
    ['a change of nothing', { productId: newId(), delta: 0, reason: 'count' }, 'INVALID_ADJUSTMENT'],
  ])('answers %s with a problem', async (_title, input, code) => {
    expect((await adjust(service, input)).data.adjustStock).toMatchObject({ code });
  });

  it('is for administrators', async () => {
    const productId = await stockedProduct(service, 1);
    const input = { productId, delta: 1, reason: 'mine' };
    expect((await adjust(service, input, CUSTOMER)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const visitor = await service.query(
      'mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { __typename } }',
      {
        variables: { input },
      },
    );
    expect(visitor.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await available(service, productId)).toBe(1);
  });
});
