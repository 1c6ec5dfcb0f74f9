import type { Money } from './money.ts';

/**
 * What a status says about an order that is in it. What may happen to it next is the saga's to say
 * (`checkout-saga.ts`).
 */
export interface StatusFacts {
  /** Whose answer it waits for, until a deadline; null when it may stay as it is. */
  readonly waitsFor: 'stock' | 'payment' | null;
  /** Whether the customer has paid for it, and is owed nothing but the parcel. */
  readonly isPaid: boolean;
  /** Whether the parcel has left the house. */
  readonly isShipped: boolean;
  /** Whether it ended without success; then it has a reason. */
  readonly hasFailed: boolean;
}

/**
 * Every status there is, in the order in which the graph shows them. Whoever asks about a status asks here or the saga.
 */
export const STATUS_FACTS = {
  AWAITING_STOCK: { waitsFor: 'stock', isPaid: false, isShipped: false, hasFailed: false },
  AWAITING_PAYMENT: { waitsFor: 'payment', isPaid: false, isShipped: false, hasFailed: false },
  CONFIRMED: { waitsFor: null, isPaid: true, isShipped: false, hasFailed: false },
  REJECTED: { waitsFor: null, isPaid: false, isShipped: false, hasFailed: true },
  PAYMENT_FAILED: { waitsFor: null, isPaid: false, isShipped: false, hasFailed: true },
  CANCELLED: { waitsFor: null, isPaid: false, isShipped: false, hasFailed: true },
  SHIPPED: { waitsFor: null, isPaid: true, isShipped: true, hasFailed: false },
  DELIVERED: { waitsFor: null, isPaid: true, isShipped: true, hasFailed: false },
} as const satisfies Readonly<Record<string, StatusFacts>>;

export type OrderStatus = keyof typeof STATUS_FACTS;

export const ORDER_STATUSES = Object.keys(STATUS_FACTS) as OrderStatus[];

/** The statuses of which something is so: `statusesThat(({ isPaid }) => isPaid)`. */
export function statusesThat(areSo: (facts: StatusFacts) => boolean): OrderStatus[] {
  return ORDER_STATUSES.filter((status) => areSo(STATUS_FACTS[status]));
}

export interface Order {
  readonly id: string;
  /** For people: see `orderNumber`. */
  readonly number: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  /** A stable code that says why it ended without success. */
  readonly reason: string | null;
  readonly total: Money;
  readonly shippingAddress: ShippingAddress;
  readonly trackingNumber: string | null;
  readonly placedAt: Date;
}

export interface OrderLine {
  readonly productId: string;
  /** What the product was called when the order was placed; null where nobody had told it. */
  readonly name: string | null;
  readonly quantity: number;
  /** When the order was placed. */
  readonly unitPrice: Money;
}

/** A copy of one of the customer's addresses. */
export interface ShippingAddress {
  readonly fullName: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** Stands where an erased customer's name was; no language's word for a person, so that nobody takes it for one. */
export const ERASED_NAME = '–';

export interface TimelineEntry {
  readonly status: OrderStatus;
  readonly at: Date;
  readonly reason: string | null;
}

/**
 * Carriers print letters and digits, some in groups. Anything else is a slip of the clipboard, or meant for whoever
 * shows it.
 */
const TRACKING_NUMBER = /^[A-Z0-9][A-Z0-9 ./_-]{0,99}$/i;

/**
 * A carrier's number without the spaces around it; null when it cannot be one: 1 to 100 letters, digits, spaces, `-`,
 * `.`, `/` and `_`.
 */
export function trackingNumberOf(text: string): string | null {
  const trimmed = text.trim();
  return TRACKING_NUMBER.test(trimmed) ? trimmed : null;
}
