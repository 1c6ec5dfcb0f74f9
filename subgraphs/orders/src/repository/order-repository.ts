import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { orders } from '../generated/tables.ts';
import { ERASED_NAME, type Order, type OrderLine, type OrderStatus } from '../domain/order.ts';
import { CHECKOUT_ORDER, LINES, ORDER, toOrder, toOrderLine, type CheckoutOrderRow } from './order-rows.ts';

/** An order as the saga needs it. */
export interface CheckoutOrder extends Order {
  readonly lines: readonly OrderLine[];
  /** Null once the charge has been asked for, or will never be. */
  readonly paymentToken: string | null;
  /** Then nobody knows any more where it would go. */
  readonly isCustomerErased: boolean;
}

export interface NewOrder extends CheckoutOrder {
  readonly paymentToken: string;
  readonly idempotencyKey: string;
  readonly requestHash: string;
  readonly deadlineAt: Date | null;
  readonly correlationId: string;
}

export interface StatusChange {
  readonly to: OrderStatus;
  readonly at: Date;
  readonly reason: string | null;
  readonly deadlineAt: Date | null;
  readonly trackingNumber: string | null;
}

export interface PlacedBefore {
  readonly order: Order;
  readonly requestHash: string;
}

export interface OrderRepository {
  /**
   * Writes an order with its lines and the first entry of its timeline. False, and nothing is written, when the
   * customer's idempotency key or the number is taken; waits for another transaction that is just taking one of them.
   */
  insert(order: NewOrder): Promise<boolean>;
  byIdempotencyKey(customerId: string, idempotencyKey: string): Promise<PlacedBefore | null>;
  /** The order, locked until the transaction ends. */
  lock(orderId: string): Promise<CheckoutOrder | null>;
  /** The same if it is beyond its deadline and nobody else is working on it. */
  lockOverdue(orderId: string, now: Date): Promise<CheckoutOrder | null>;
  /** Orders beyond their deadline, longest first. */
  overdue(now: Date, limit: number): Promise<{ readonly id: string; readonly correlationId: string }[]>;
  /** Enters the status and notes it in the timeline. The payment token is deleted: whoever needed it has it. */
  advance(orderId: string, change: StatusChange): Promise<void>;
  /**
   * Takes from the customer's orders all that tells who that was, and gives what is left of them, locked: number,
   * lines, amounts, dates and the country of delivery.
   */
  eraseCustomer(customerId: string, at: Date): Promise<CheckoutOrder[]>;
}

export function createOrderRepository(db: Queryable): OrderRepository {
  return {
    insert: (order) => insert(db, order),
    byIdempotencyKey: async (customerId, idempotencyKey) => {
      const [row] = await db.query(sql`
        select ${orders.columns(...ORDER, 'requestHash')}
        from orders where customer_id = ${customerId} and idempotency_key = ${idempotencyKey}`);
      return row === undefined ? null : { order: toOrder(row), requestHash: row.requestHash };
    },
    lock: (orderId) => lock(db, orderId),
    lockOverdue: async (orderId, now) => {
      const [free] = await db.query(sql`
        select id from orders where id = ${orderId} and deadline_at <= ${now} for update skip locked`);
      return free === undefined ? null : lock(db, orderId);
    },
    overdue: (now, limit) =>
      db.query(sql`
        select ${orders.columns('id', 'correlationId')} from orders
        where deadline_at <= ${now} order by deadline_at limit ${limit}`),
    eraseCustomer: (customerId, at) => eraseCustomer(db, customerId, at),
    advance: async (orderId, { to, at, reason, deadlineAt, trackingNumber }) => {
      await db.execute(sql`
        with advanced as (
          update orders set status = ${to}::order_status, reason = ${reason}, deadline_at = ${deadlineAt},
            payment_token = null,
            tracking_number = coalesce(${trackingNumber}, tracking_number)
          where id = ${orderId} returning id, status, reason
        )
        insert into timeline_entries (order_id, status, at, reason) select id, status, ${at}, reason from advanced`);
    },
  };
}

async function insert(db: Queryable, order: NewOrder): Promise<boolean> {
  const { lines, shippingAddress: address } = order;
  const inserted = await db.query(sql`
    with placed as (
      insert into orders (id, number, customer_id, status, total_minor, currency, full_name, line1, line2, city,
        postal_code,
        country, placed_at, deadline_at, payment_token, idempotency_key, request_hash, correlation_id)
      values (${order.id}, ${order.number}, ${order.customerId}, ${order.status}::order_status,
        ${order.total.amountMinor},
        ${order.total.currency}, ${address.fullName}, ${address.line1}, ${address.line2}, ${address.city},
          ${address.postalCode},
        ${address.country}, ${order.placedAt}, ${order.deadlineAt}, ${order.paymentToken}, ${order.idempotencyKey},
        ${order.requestHash}, ${order.correlationId})
      on conflict do nothing
      returning id, status, placed_at
    ), lines as (
      insert into order_lines (order_id, position, product_id, quantity, unit_price_minor, name)
      select placed.id, line.position, line.product_id, line.quantity, line.unit_price_minor, line.name
      from placed, unnest(${lines.map((line) => line.productId)}::uuid[], ${lines.map((line) => line.quantity)}::int[],
        ${lines.map((line) => line.unitPrice.amountMinor)}::int[], ${lines.map((line) => line.name)}::text[])
        with ordinality as line (product_id, quantity, unit_price_minor, name, position)
    ), begun as (
      insert into timeline_entries (order_id, status, at) select id, status, placed_at from placed
    )
    select id from placed`);
  return inserted.length > 0;
}

async function lock(db: Queryable, orderId: string): Promise<CheckoutOrder | null> {
  const [row] = await db.query(sql`
    select ${CHECKOUT_ORDER}, ${LINES} from orders where id = ${orderId} for update`);
  return row === undefined ? null : toCheckoutOrder(row);
}

/**
 * The idempotency key and the correlation id are texts of a client's making, and the hash is of its payment token: they
 * go, too.
 */
async function eraseCustomer(db: Queryable, customerId: string, at: Date): Promise<CheckoutOrder[]> {
  const rows = await db.query(sql`
    update orders set full_name = ${ERASED_NAME}, line1 = '', line2 = null, city = '', postal_code = '',
      tracking_number = null,
      idempotency_key = 'erased ' || id, request_hash = '', correlation_id = id::text, erased_at = ${at}
    where customer_id = ${customerId} and erased_at is null
    returning ${CHECKOUT_ORDER}, ${LINES}`);
  return rows.map(toCheckoutOrder);
}

function toCheckoutOrder(row: CheckoutOrderRow): CheckoutOrder {
  const lines = row.lines.map((line) => toOrderLine(line, row.currency));
  return { ...toOrder(row), lines, paymentToken: row.paymentToken, isCustomerErased: row.erasedAt !== null };
}
