import type { Money } from './money.ts';

export const ORDER_STATUSES = [
  'AWAITING_STOCK',
  'AWAITING_PAYMENT',
  'CONFIRMED',
  'REJECTED',
  'PAYMENT_FAILED',
  'CANCELLED',
  'SHIPPED',
  'DELIVERED',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

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

/** Carriers print letters and digits, some in groups. Anything else is a slip of the clipboard, or meant for whoever shows it. */
const TRACKING_NUMBER = /^[A-Z0-9][A-Z0-9 ./_-]{0,99}$/i;

/** A carrier's number without the spaces around it; null when it cannot be one: 1 to 100 letters, digits, spaces, `-`, `.`, `/` and `_`. */
export function trackingNumberOf(text: string): string | null {
  const trimmed = text.trim();
  return TRACKING_NUMBER.test(trimmed) ? trimmed : null;
}
