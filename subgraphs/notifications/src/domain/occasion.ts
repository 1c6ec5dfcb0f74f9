/** In the currency's smallest unit. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

export interface OrderReference {
  readonly id: string;
  /** Short, for people. */
  readonly number: string;
}

/** Why a customer is told something, with the facts that the words need. Kept as JSON, so dates and classes have no place in it. */
export type Occasion =
  | { readonly kind: 'WELCOME' }
  | {
      readonly kind: 'ORDER_CONFIRMED';
      readonly order: OrderReference;
      readonly total: Money;
      readonly pieces: number;
    }
  | { readonly kind: 'ORDER_REJECTED'; readonly order: OrderReference; readonly reason: string }
  | { readonly kind: 'PAYMENT_FAILED'; readonly order: OrderReference; readonly reason: string }
  | { readonly kind: 'ORDER_CANCELLED'; readonly order: OrderReference; readonly reason: string }
  | { readonly kind: 'ORDER_SHIPPED'; readonly order: OrderReference; readonly trackingNumber: string | null }
  | { readonly kind: 'ORDER_DELIVERED'; readonly order: OrderReference }
  | {
      readonly kind: 'REFUNDED';
      readonly order: OrderReference;
      readonly amount: Money;
      readonly refundedInAll: Money;
    };

export type NotificationKind = Occasion['kind'];

/** The order that an occasion is about, if any. */
export function orderOf(occasion: Occasion): OrderReference | null {
  return occasion.kind === 'WELCOME' ? null : occasion.order;
}
