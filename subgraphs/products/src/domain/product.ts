/** Something that is, or was, sold. */
export interface Product {
  readonly id: string;
  /** Its name in addresses. */
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** What one piece costs, tax included, in the currency's smallest unit. */
  readonly priceMinor: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly categoryId: string;
  readonly brandId: string;
  readonly createdAt: Date;
  /** When it was taken off sale; null while it can be ordered. */
  readonly archivedAt: Date | null;
  /** Counts its changes, from 1 on. */
  readonly version: number;
  /** Where its pictures are: the slug that it was created with, so that a new address does not lose them. */
  readonly pictureFolder: string;
}

/** An amount in the currency's smallest unit. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

const MAX_PRICE_MINOR = 100_000_000;

/** Why a price cannot stand in a shop of this currency; null when it can. */
export function priceProblem(price: Money, shopCurrency: string): string | null {
  if (price.currency !== shopCurrency) return `The shop's prices are in ${shopCurrency}.`;
  if (!Number.isSafeInteger(price.amountMinor) || price.amountMinor < 1) return 'The price must be more than nothing.';
  if (price.amountMinor > MAX_PRICE_MINOR) return `The price must be at most ${MAX_PRICE_MINOR} minor units.`;
  return null;
}
