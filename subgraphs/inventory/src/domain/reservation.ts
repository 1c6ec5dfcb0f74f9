import type { StockLine } from './stock.ts';
import type { OrderMovementKind } from './stock-movement.ts';

export type ReservationStatus = 'HELD' | 'COMMITTED' | 'RELEASED' | 'EXPIRED';

export interface Reservation {
  readonly orderId: string;
  readonly status: ReservationStatus;
  readonly lines: readonly StockLine[];
  readonly expiresAt: Date;
}

/** What a command does to the pieces of a reservation. */
export type ReservationStep =
  | { readonly kind: 'nothing' }
  /** There is nothing to move: the order does not get its pieces. */
  | { readonly kind: 'lost' }
  | {
      readonly kind: 'move';
      readonly as: OrderMovementKind;
      readonly from: 'available' | 'reserved' | 'sold';
      readonly to: 'available' | 'sold';
    };

const NOTHING: ReservationStep = { kind: 'nothing' };

/**
 * The order is paid. A hold that expired meanwhile is taken again from what is available, if that is still enough. An
 * order without a reservation has `null`.
 */
export function commitStep(status: ReservationStatus | null): ReservationStep {
  switch (status) {
    case 'HELD':
      return { kind: 'move', as: 'COMMITTED', from: 'reserved', to: 'sold' };
    case 'EXPIRED':
      return { kind: 'move', as: 'COMMITTED', from: 'available', to: 'sold' };
    case 'COMMITTED':
      return NOTHING;
    case 'RELEASED':
    case null:
      return { kind: 'lost' };
  }
}

/** The order will not be shipped: held pieces, or sold ones of a cancelled order, can be ordered again. */
export function releaseStep(status: ReservationStatus): ReservationStep {
  switch (status) {
    case 'HELD':
      return { kind: 'move', as: 'RELEASED', from: 'reserved', to: 'available' };
    case 'COMMITTED':
      return { kind: 'move', as: 'RETURNED', from: 'sold', to: 'available' };
    case 'EXPIRED':
    case 'RELEASED':
      return NOTHING;
  }
}
