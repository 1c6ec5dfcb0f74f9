import { json } from '@galleria/kit/database/columns';
import { sql } from '@galleria/kit/database/sql';
import { alias, type RowOf } from '@galleria/kit/database/table';
import type { Order, OrderLine } from '../domain/order.ts';

import { orders, type orderLines } from '../generated/tables.ts';

/** What an order is made of. */
export const ORDER = [
  'id',
  'number',
  'customerId',
  'status',
  'reason',
  'totalMinor',
  'currency',
  'fullName',
  'line1',
  'line2',
  'city',
  'postalCode',
  'country',
  'trackingNumber',
  'placedAt',
] as const;

/** An order as it lies in its table, Prisma's and our own statements' alike. */
export type OrderRow = RowOf<typeof orders, (typeof ORDER)[number]>;

export type LineRow = RowOf<typeof orderLines, 'productId' | 'name' | 'quantity' | 'unitPriceMinor'>;

/** What the saga needs beside the lines. */
export const CHECKOUT_ORDER = orders.columns(...ORDER, 'paymentToken', 'erasedAt');

/** The lines of an order of the statement's own table. */
export const LINES = sql`
  (select json_agg(json_build_object('productId', product_id, 'name', name, 'quantity', quantity,
     'unitPriceMinor', unit_price_minor) order by position) from order_lines where order_id = orders.id)
  as ${alias('lines', json<readonly LineRow[]>())}`;

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
