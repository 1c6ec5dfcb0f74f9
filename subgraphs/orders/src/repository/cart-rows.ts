import type { CartLine } from '../domain/cart.ts';

/** A line of a cart beside today's price of its product. */
export interface CartLineRow {
  readonly productId: string;
  readonly name: string | null;
  readonly quantity: number;
  readonly priceWhenAddedMinor: number | null;
  readonly priceWhenAddedCurrency: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly archived: boolean;
}

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
