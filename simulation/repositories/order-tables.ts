import {
  ERASED_NAME,
  STATUS_FACTS,
  type Order,
  type OrderStatus,
  type TimelineEntry,
} from '../../subgraphs/orders/src/domain/order.ts';
import type { ErasedCustomerRepository } from '../../subgraphs/orders/src/repository/erased-customer-repository.ts';
import type {
  CheckoutOrder,
  NewOrder,
  OrderRepository,
} from '../../subgraphs/orders/src/repository/order-repository.ts';
import type { Work } from '../../subgraphs/orders/src/repository/unit-of-work.ts';
import type { MessageTables, Table } from '../ports/memory-database.ts';
import { check, pick, updateRow } from '../ports/memory-rows.ts';
import { createCarts, createPrices, type CartTables } from './cart-tables.ts';

/** An order with all that its row, its lines and its timeline say. */
export interface StoredOrder extends Omit<NewOrder, 'paymentToken'> {
  readonly paymentToken: string | null;
  readonly timeline: readonly TimelineEntry[];
}

export interface OrderTables extends CartTables {
  readonly orders: Table<StoredOrder>;
  readonly erasedCustomers: Table<Date>;
  readonly [name: string]: Table<unknown>;
}

export const emptyOrders = (): OrderTables => ({
  orders: new Map(),
  carts: new Map(),
  prices: new Map(),
  erasedCustomers: new Map(),
});

/** Everything that one transaction of orders can touch. */
export function bindOrders(tables: OrderTables & MessageTables): Omit<Work, 'outbox' | 'inbox'> {
  return {
    carts: createCarts(tables),
    erasedCustomers: createErasedCustomers(tables),
    orders: createOrderTable(tables),
    prices: createPrices(tables),
  };
}

const ORDER = [
  ...(['id', 'number', 'customerId', 'status', 'reason'] as const),
  ...(['total', 'shippingAddress', 'trackingNumber', 'placedAt'] as const),
] satisfies (keyof Order)[];

export function createOrderTable({ orders }: OrderTables): OrderRepository {
  const isOverdue = ({ deadlineAt }: StoredOrder, now: Date) => deadlineAt !== null && deadlineAt <= now;
  const lock: OrderRepository['lock'] = async (id) => checkoutOrder(orders.get(id));
  return {
    insert: async (order) => {
      if ([...orders.values()].some((other) => isTwin(order, other))) return false;
      const timeline = [{ status: order.status, at: order.placedAt, reason: null }];
      // The statement names no reason, tracking number or erasure: a new order has none.
      const row = { ...order, reason: null, trackingNumber: null, isCustomerErased: false, timeline };
      checkOrder(row);
      orders.set(order.id, row);
      return true;
    },
    byIdempotencyKey: async (customerId, key) => {
      const order = [...orders.values()].find(
        (other) => other.customerId === customerId && other.idempotencyKey === key,
      );
      return order === undefined ? null : { order: pick(order, ORDER), requestHash: order.requestHash };
    },
    lock,
    lockOverdue: async (id, now) => {
      const order = orders.get(id);
      return order !== undefined && isOverdue(order, now) ? lock(id) : null;
    },
    overdue: async (now, limit) =>
      [...orders.values()]
        .filter((order) => isOverdue(order, now))
        .sort((a, b) => Number(a.deadlineAt) - Number(b.deadlineAt))
        .slice(0, limit)
        .map(({ id, correlationId }) => ({ id, correlationId })),
    advance: async (id, { to: status, at, reason, deadlineAt, trackingNumber }) => {
      const advanced = updateRow(orders, id, (order) => ({
        ...{ status, reason, deadlineAt, paymentToken: null },
        trackingNumber: trackingNumber ?? order.trackingNumber,
        timeline: [...order.timeline, { status, at, reason }],
      }));
      if (advanced !== undefined) checkOrder(advanced);
    },
    eraseCustomer: async (customerId) =>
      [...orders.values()]
        .filter((order) => order.customerId === customerId && !order.isCustomerErased)
        .flatMap((order) => checkoutOrder(updateRow(orders, order.id, erased)) ?? []),
  };
}

/** Whether one of the two would have to go by what is unique. */
function isTwin(order: NewOrder, other: StoredOrder): boolean {
  const isSameRequest = other.customerId === order.customerId && other.idempotencyKey === order.idempotencyKey;
  return other.id === order.id || other.number === order.number || isSameRequest;
}

function checkoutOrder(order: StoredOrder | undefined): CheckoutOrder | null {
  return order === undefined ? null : pick(order, [...ORDER, 'lines', 'paymentToken', 'isCustomerErased']);
}

function erased({ id, shippingAddress: { country } }: StoredOrder): Partial<StoredOrder> {
  return {
    shippingAddress: { fullName: ERASED_NAME, line1: '', line2: null, city: '', postalCode: '', country },
    trackingNumber: null,
    idempotencyKey: `erased ${id}`,
    requestHash: '',
    correlationId: id,
    isCustomerErased: true,
  };
}

/** What the database itself holds an order to. */
function checkOrder({ status, reason, deadlineAt, paymentToken, total, lines, ...order }: StoredOrder): void {
  const { waitsFor, hasFailed } = STATUS_FACTS[status];
  const untilCharged: OrderStatus = 'AWAITING_STOCK';
  check({
    orders_total_not_negative: total.amountMinor >= 0,
    orders_deadline_while_waiting: (deadlineAt !== null) === (waitsFor !== null),
    orders_payment_token_until_charged: (paymentToken !== null) === (status === untilCharged),
    orders_reason_when_unsuccessful: (reason !== null) === hasFailed,
    orders_erased_is_nobody: !order.isCustomerErased || order.trackingNumber === null,
    order_lines_quantity_positive: lines.every(({ quantity }) => quantity > 0),
    order_lines_unit_price_not_negative: lines.every(({ unitPrice }) => unitPrice.amountMinor >= 0),
  });
}

function createErasedCustomers({ erasedCustomers, outbox }: OrderTables & MessageTables): ErasedCustomerRepository {
  const rewrite = (
    orderIds: readonly string[],
    type: string,
    rewritten: (payload: Record<string, unknown>) => Record<string, unknown>,
  ): void => {
    for (const row of outbox.values()) {
      if (!orderIds.includes(row.key) || !row.type.startsWith(type)) continue;
      const payload = rewritten(JSON.parse(row.payload) as Record<string, unknown>);
      outbox.set(row.position, { ...row, payload: JSON.stringify(payload) });
    }
  };
  return {
    add: async (customerId, at) => {
      if (!erasedCustomers.has(customerId)) erasedCustomers.set(customerId, at);
    },
    has: async (customerId) => erasedCustomers.has(customerId),
    redactMessages: async (orderIds) => {
      rewrite(orderIds, 'payments.charge.', ({ billTo: _, ...payload }) => payload);
      rewrite(orderIds, 'orders.order-shipped.', (payload) => ({ ...payload, trackingNumber: null }));
    },
  };
}
