import { priceChanged } from '@galleria/events/products';
import { isId } from '@galleria/kit/identifiers';
import { edited, isCurrent } from '../domain/edit.ts';
import { priceProblem, type Money, type Product } from '../domain/product.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

export interface PriceSetting {
  readonly productId: string;
  readonly price: Money;
  /** The version that the administrator saw; null to set the price whatever has changed. */
  readonly version: number | null;
  /** The administrator's account. */
  readonly changedBy: string;
}

export type PriceOutcome =
  | { readonly kind: 'set'; readonly product: Product }
  | { readonly kind: 'edit-conflict'; readonly current: Product }
  | { readonly kind: 'invalid-price'; readonly problem: string }
  | { readonly kind: 'product-unknown' };

/**
 * Changes what a product costs from now on. It is recorded, and the others told, only when it is another price than
 * before.
 */
export function createSetPrice(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
  /** The one currency of the shop. */
  readonly currency: string;
}) {
  const { unitOfWork, clock, currency } = dependencies;
  return async ({ productId, price, version, changedBy }: PriceSetting): Promise<PriceOutcome> => {
    const problem = priceProblem(price, currency);
    if (problem !== null) return { kind: 'invalid-price', problem };
    if (!isId(productId)) return { kind: 'product-unknown' };
    return unitOfWork(async ({ products, outbox }) => {
      const product = await products.lock(productId);
      if (product === null) return { kind: 'product-unknown' };
      if (!isCurrent(product, version)) return { kind: 'edit-conflict', current: product };
      const repriced = edited(product, { priceMinor: price.amountMinor });
      if (repriced === null) return { kind: 'set', product };
      const previousPrice = { amountMinor: product.priceMinor, currency: product.currency };
      const changedAt = clock();
      const change = { productId, version: repriced.version, price, previousPrice };
      await products.save(repriced);
      await products.recordPrice({ ...change, changedBy, changedAt });
      await outbox.add(priceChanged, { ...change, changedAt: changedAt.toISOString() });
      return { kind: 'set', product: repriced };
    });
  };
}
