import type { PictureImage } from '../ui/picture.tsx';
import type { Amount } from '../words/format.ts';

export interface CartLine {
  readonly productId: string;
  readonly slug: string;
  readonly name: string;
  readonly image: PictureImage | undefined;
  readonly quantity: number;
  /** Undefined until the shop told it. */
  readonly unitPrice: Amount | undefined;
  /** What one piece cost when it went into the cart, where that is another price than today's. */
  readonly priceBefore: Amount | undefined;
}

/** What a visitor wants that the shop has not confirmed: how many of a product in all. */
export type Wishes = ReadonlyMap<string, CartLine>;

/**
 * The cart as the visitor wants it: the shop's lines with the wishes over them, new ones at the end, and none of
 * nothing.
 */
export function applyWishes(lines: readonly CartLine[], wishes: Wishes): CartLine[] {
  const changed = lines.map((line) => ({ ...line, quantity: wishes.get(line.productId)?.quantity ?? line.quantity }));
  const known = new Set(lines.map(({ productId }) => productId));
  const added = [...wishes.values()].filter(({ productId }) => !known.has(productId));
  return [...changed, ...added].filter(({ quantity }) => quantity > 0);
}

/** Undefined while a price is not known. */
export function totalOf(lines: readonly CartLine[]): Amount | undefined {
  let total: Amount | undefined;
  for (const { unitPrice, quantity } of lines) {
    if (unitPrice === undefined) return undefined;
    total = { amountMinor: (total?.amountMinor ?? 0) + unitPrice.amountMinor * quantity, currency: unitPrice.currency };
  }
  return total;
}

export function countOf(lines: readonly CartLine[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
