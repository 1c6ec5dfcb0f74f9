import { isCancellable } from '../../subgraphs/orders/src/domain/checkout-saga.ts';
import type { StoredOrder } from '../repositories/order-tables.ts';
import type { Shop } from '../shop.ts';

/** What customers are told when an order comes to a status. */
const TOLD: Readonly<Partial<Record<StoredOrder['status'], string>>> = {
  CONFIRMED: 'ORDER_CONFIRMED',
  REJECTED: 'ORDER_REJECTED',
  PAYMENT_FAILED: 'PAYMENT_FAILED',
  CANCELLED: 'ORDER_CANCELLED',
  SHIPPED: 'ORDER_SHIPPED',
  DELIVERED: 'ORDER_DELIVERED',
};

/** Customers are told everything once; of one who is erased, nothing of that is kept. */
export function wronglyTold(shop: Shop, order: StoredOrder): string[] {
  const { payments, refunds } = shop.databases.payments.tables();
  const told = [...shop.databases.notifications.tables().notifications.values()];
  const times = (kind: string) => told.filter((one) => one.orderId === order.id && one.kind === kind).length;
  const payment = [...payments.values()].find(({ orderId }) => orderId === order.id);
  const refunded = [...refunds.values()].filter(
    ({ paymentId, status }) => paymentId === payment?.id && status === 'SETTLED',
  );
  const isGone = shop.isErased(order.customerId);
  const wanted = Object.entries(TOLD).map(
    ([status, kind]) => [kind, order.timeline.some((entry) => entry.status === status) ? 1 : 0] as const,
  );
  return [...wanted, ['REFUNDED', refunded.length] as const].flatMap(([kind, once]) => {
    const due = isGone ? 0 : once;
    return times(kind) === due
      ? []
      : [`the customer of ${order.id} is told ${kind} ${times(kind)} times instead of ${due}`];
  });
}

/** Of who is erased there is no cart, and no order that could still go back. */
export function wronglyErased({ databases, isErased }: Shop): string[] {
  const { carts, orders } = databases.orders.tables();
  const filled = [...carts].filter(([userId, lines]) => isErased(userId) && lines.length > 0);
  const left = [...orders.values()].filter(
    ({ customerId, status, isCustomerErased }) => isErased(customerId) && (!isCustomerErased || isCancellable(status)),
  );
  return [
    ...filled.map(([userId]) => `the cart of ${userId}, who is erased, is there`),
    ...left.map(({ id, status }) => `order ${id} of somebody who is erased is ${status}`),
  ];
}
