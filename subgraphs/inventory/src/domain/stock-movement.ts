/** Where pieces of a product are; of a change, how many more or fewer. */
export interface Pieces {
  /** Can be ordered. */
  readonly available: number;
  /** Held for orders that are being paid. */
  readonly reserved: number;
  /** Paid for. */
  readonly sold: number;
}

/** Changes by hand. */
export type AdjustmentKind = 'DELIVERY' | 'ADJUSTMENT';

/** Changes that an order makes. */
export type OrderMovementKind = 'RESERVED' | 'RELEASED' | 'COMMITTED' | 'EXPIRED' | 'RETURNED';

export type MovementKind = 'OPENING' | AdjustmentKind | OrderMovementKind;

/** An entry of the ledger: never changed, and all of one product add up to its level. */
export interface StockMovement {
  /** Its place in the ledger, a whole number; those of one product are in the order they happened. */
  readonly position: string;
  readonly productId: string;
  readonly kind: MovementKind;
  readonly change: Pieces;
  /** After the change. */
  readonly level: Pieces;
  /** An administrator's words, or a stable code. */
  readonly reason: string;
  readonly orderId: string | null;
  readonly administratorId: string | null;
  readonly at: Date;
}

/** In the house. */
export function onHand({ available, reserved }: Pieces): number {
  return available + reserved;
}
