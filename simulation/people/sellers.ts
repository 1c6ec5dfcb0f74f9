import { productCreated } from '@galleria/events/products';
import type { Shop } from '../shop.ts';
import { ADMINISTRATOR } from './administrators.ts';
import { OUTSIDE, type Insist } from './insistence.ts';

export const PRODUCTS = ['00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a2'] as const;
/** So few that some orders do not get theirs. */
export const DELIVERED_PIECES = 4;

/** What products tells, written in its outbox before anything begins, and pieces of each. */
export function offerProducts(shop: Shop, insist: Insist): void {
  const createdAt = new Date().toISOString();
  const price = { amountMinor: 1_000, currency: 'CHF' };
  void shop.databases.products.unitOfWork(OUTSIDE, () => ({}))(async ({ outbox }) => {
    for (const productId of PRODUCTS) {
      await outbox.add(productCreated, { productId, slug: 'lamp', name: 'Lamp', price, createdAt, version: 1 });
    }
  });
  for (const productId of PRODUCTS) stock(shop, insist, productId);
}

function stock(shop: Shop, insist: Insist, productId: string): void {
  // Pieces are no facts under an id: whoever asks again looks first, and asks each life of the service once.
  let asked: ReturnType<Shop['inventory']>;
  insist(100, async () => {
    const level = shop.databases.inventory.tables().levels.get(productId);
    if (level === undefined) return false;
    if (level.available + level.reserved + level.sold > 0) return true;
    const inventory = shop.inventory();
    if (inventory === asked) return false;
    asked = inventory;
    const adjustment = { productId, delta: DELIVERED_PIECES, reason: 'delivered', kind: 'DELIVERY' } as const;
    try {
      await inventory?.adjustStock({ ...adjustment, adjustedBy: ADMINISTRATOR });
    } catch {
      asked = undefined;
    }
    return false;
  });
}
