import { productCreated } from '@galleria/events/products';
import { newId } from '@galleria/kit/identifiers';
import { startService, type TestService } from '@galleria/platform/testing/service-harness';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { expect, vi } from 'vitest';
import { createInventoryApp } from '../src/app.ts';

export type InventoryService = TestService<Awaited<ReturnType<typeof createInventoryApp>>>;

export const ADMINISTRATOR = { userId: newId(), roles: ['CUSTOMER', 'ADMINISTRATOR'] };
export const LOW_STOCK_THRESHOLD = 5;
export const CUSTOMER = { userId: newId(), roles: ['CUSTOMER'] };

export const LEVEL = `
  query Level($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Product { id available inStock } }
  }`;

const ADJUST = `
  mutation Adjust($input: AdjustStockInput!) {
    adjustStock(input: $input) {
      __typename
      ... on StockAdjusted { product { id available } }
      ... on Problem { code message }
      ... on StockWouldBeNegative { available }
    }
  }`;

export function startInventory(options: { readonly clock?: () => Date } = {}): Promise<InventoryService> {
  // The sweep is started by hand where a test needs it.
  const settings = { RESERVATION_SWEEP_MS: 3_600_000, LOW_STOCK_THRESHOLD };
  return startService('inventory', createInventoryApp, settings, options);
}

/** A product that came on sale and has this many pieces. */
export async function stockedProduct(service: InventoryService, pieces: number): Promise<string> {
  const productId = newId();
  await service.publish(productCreated, {
    productId,
    slug: 'walnut-lamp',
    name: 'Walnut lamp',
    price: { amountMinor: 12_900, currency: 'EUR' },
    createdAt: '2026-01-01T00:00:00.000Z',
    version: 1,
  });
  await vi.waitFor(async () => expect(await available(service, productId)).toBe(0), PATIENCE);
  if (pieces > 0) await adjust(service, { productId, delta: pieces, reason: 'delivery' });
  return productId;
}

export async function available(service: InventoryService, productId: string): Promise<number | null> {
  const { data } = await service.query(LEVEL, {
    variables: { representations: [{ __typename: 'Product', id: productId, archived: false }] },
  });
  return (data as { _entities: { available: number | null }[] })._entities[0]?.available ?? null;
}

export async function adjust(service: InventoryService, input: Record<string, unknown>, viewer = ADMINISTRATOR) {
  return service.query(ADJUST, { variables: { input }, viewer });
}

/** How all pieces of a product are spread, straight from the table. */
export async function spread(service: InventoryService, productId: string) {
  const { rows } = await service.database.pool.query<{ available: number; reserved: number; sold: number }>(
    'select available, reserved, sold from stock_levels where product_id = $1',
    [productId],
  );
  return rows[0];
}
