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

export interface TimelineEntry {
  readonly status: OrderStatus;
  readonly at: Date;
  readonly reason: string | null;
}

const TRACKING_NUMBER = /^[^\p{Cc}]{1,100}$/u;

/** Whether it can be a carrier's number: 1 to 100 characters, none of them a control character. */
export function isTrackingNumber(value: string): boolean {
  return value.trim() !== '' && TRACKING_NUMBER.test(value);
}
