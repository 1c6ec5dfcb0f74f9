import type { RowOf } from '@galleria/kit/database/table';
import type { CartLine } from '../domain/cart.ts';
import type { cartLines, productPrices } from '../generated/tables.ts';

/** A line of a cart beside today's price of its product. */
export type CartLineRow = RowOf<
  typeof cartLines,
  'productId' | 'quantity' | 'priceWhenAddedMinor' | 'priceWhenAddedCurrency'
> &
  RowOf<typeof productPrices, 'name' | 'amountMinor' | 'currency' | 'archived'>;

export function cartLine(row: CartLineRow): CartLine {
  const { productId, name, quantity, amountMinor, currency, archived } = row;
  return {
    productId,
    name,
    quantity,
    unitPrice: { amountMinor, currency },
    priceWhenAdded: priceWhenAdded(row),
    isOnSale: !archived,
  };
}

/** A CHECK keeps amount and currency together. */
function priceWhenAdded({ priceWhenAddedMinor: amountMinor, priceWhenAddedCurrency: currency }: CartLineRow) {
  return amountMinor === null || currency === null ? null : { amountMinor, currency };
}
