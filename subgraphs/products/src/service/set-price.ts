import { priceChanged } from '@galleria/events/products';
import { isId } from '@galleria/kit/identifiers';
import { priceProblem, type Money, type Product } from '../domain/product.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

export type PriceOutcome =
  | { readonly kind: 'set'; readonly product: Product }
  | { readonly kind: 'invalid-price'; readonly problem: string }
  | { readonly kind: 'product-unknown' };

/** Changes what a product costs from now on. The others are told only when it is another price than before. */
export function createSetPrice(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
  /** The one currency of the shop. */
  readonly currency: string;
}) {
  const { unitOfWork, clock, currency } = dependencies;
  return async (productId: string, price: Money): Promise<PriceOutcome> => {
    const problem = priceProblem(price, currency);
    if (problem !== null) return { kind: 'invalid-price', problem };
    if (!isId(productId)) return { kind: 'product-unknown' };
    return unitOfWork(async ({ products, outbox }) => {
      const product = await products.lock(productId);
      if (product === null) return { kind: 'product-unknown' };
      const previousPrice = { amountMinor: product.priceMinor, currency: product.currency };
      if (price.amountMinor === previousPrice.amountMinor) return { kind: 'set', product };
      await products.setPrice(productId, price.amountMinor);
      await outbox.add(priceChanged, { productId, price, previousPrice, changedAt: clock().toISOString() });
      return { kind: 'set', product: { ...product, priceMinor: price.amountMinor } };
    });
  };
}
