import type { Money } from './product.ts';

/** A price that a product got. */
export interface PriceChange {
  readonly productId: string;
  /** The product's version that this price made. */
  readonly version: number;
  readonly price: Money;
  /** Null for the first price, and for the one it had when prices began to be recorded. */
  readonly previousPrice: Money | null;
  /** The administrator's account; null when it was not recorded. */
  readonly changedBy: string | null;
  readonly changedAt: Date;
}
