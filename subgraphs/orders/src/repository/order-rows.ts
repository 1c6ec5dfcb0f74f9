import type { Order, OrderLine, OrderStatus } from '../domain/order.ts';

/** An order as it lies in its table, Prisma's and our own statements' alike. */
export interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly reason: string | null;
  readonly totalMinor: number;
  readonly currency: string;
  readonly fullName: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly postalCode: string;
  readonly country: string;
  readonly trackingNumber: string | null;
  readonly placedAt: Date;
}

export interface LineRow {
  readonly productId: string;
  readonly name: string | null;
  readonly quantity: number;
  readonly unitPriceMinor: number;
}

export interface CheckoutOrderRow extends OrderRow {
  readonly paymentToken: string | null;
  readonly erasedAt: Date | null;
  readonly lines: readonly LineRow[];
}

export function toOrder(row: OrderRow): Order {
  const { id, number, customerId, status, reason, totalMinor, currency, trackingNumber, placedAt } = row;
  const { fullName, line1, line2, city, postalCode, country } = row;
  return {
    id,
    number,
    customerId,
    status,
    reason,
    total: { amountMinor: totalMinor, currency },
    shippingAddress: { fullName, line1, line2, city, postalCode, country },
    trackingNumber,
    placedAt,
  };
}

/** All lines of an order are in its currency. */
export function toOrderLine({ productId, name, quantity, unitPriceMinor }: LineRow, currency: string): OrderLine {
  return { productId, name, quantity, unitPrice: { amountMinor: unitPriceMinor, currency } };
}
