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

/**
 * Why a customer is told something, with the facts that the words need. Kept as JSON, so dates and classes have no place in it, and
 * neither has the token of a one-time link.
 */
export type Occasion = AccountOccasion | OrderOccasion;

/** Moments are ISO 8601 in UTC. */
export type AccountOccasion =
  | { readonly kind: 'WELCOME' }
  | { readonly kind: 'EMAIL_VERIFICATION'; readonly expiresAt: string }
  | { readonly kind: 'PASSWORD_RESET'; readonly expiresAt: string }
  | { readonly kind: 'PASSWORD_CHANGED'; readonly changedAt: string };

export type OrderOccasion = { readonly order: OrderReference } & (
  | { readonly kind: 'ORDER_CONFIRMED'; readonly total: Money; readonly pieces: number }
  | { readonly kind: 'ORDER_REJECTED'; readonly reason: string }
  | { readonly kind: 'PAYMENT_FAILED'; readonly reason: string }
  | { readonly kind: 'ORDER_CANCELLED'; readonly reason: string }
  | { readonly kind: 'ORDER_SHIPPED'; readonly trackingNumber: string | null }
  | { readonly kind: 'ORDER_DELIVERED' }
  | { readonly kind: 'REFUNDED'; readonly amount: Money; readonly refundedInAll: Money }
);

export type NotificationKind = Occasion['kind'];

/** The occasion of one kind. */
export type OccasionOf<Kind extends NotificationKind> = Extract<Occasion, { readonly kind: Kind }>;

/** The order that an occasion is about, if any. */
export function orderOf(occasion: Occasion): OrderReference | null {
  return 'order' in occasion ? occasion.order : null;
}
