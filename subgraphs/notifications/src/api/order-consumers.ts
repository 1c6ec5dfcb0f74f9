import {
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderPaymentFailed,
  orderRejected,
  orderShipped,
} from '@galleria/events/orders';
import { paymentRefunded } from '@galleria/events/payments';
import { event, type Subscription } from '@galleria/messaging/consumer/subscription';
import type { OrderReference } from '../domain/occasion.ts';
import type { Notify } from '../service/notify.ts';

/** What becomes of orders and of the money for them, and what customers are told of it. */
export function orderSubscriptions({ notify }: { readonly notify: Notify }): Subscription[] {
  return [
    event(orderConfirmed, (data, message) => {
      const pieces = data.lines.reduce((sum, { quantity }) => sum + quantity, 0);
      const occasion = { kind: 'ORDER_CONFIRMED', order: orderOf(data), total: data.total, pieces } as const;
      return notify.aboutOrder(message, data.customerId, occasion);
    }),
    event(orderRejected, (data, message) => {
      const occasion = { kind: 'ORDER_REJECTED', order: orderOf(data), reason: data.reason } as const;
      return notify.aboutOrder(message, data.customerId, occasion);
    }),
    event(orderPaymentFailed, (data, message) => {
      const occasion = { kind: 'PAYMENT_FAILED', order: orderOf(data), reason: data.reason } as const;
      return notify.aboutOrder(message, data.customerId, occasion);
    }),
    event(orderCancelled, (data, message) => {
      const occasion = { kind: 'ORDER_CANCELLED', order: orderOf(data), reason: data.reason } as const;
      return notify.aboutOrder(message, data.customerId, occasion);
    }),
    event(orderShipped, (data, message) => {
      const occasion = { kind: 'ORDER_SHIPPED', order: orderOf(data), trackingNumber: data.trackingNumber } as const;
      return notify.aboutOrder(message, data.customerId, occasion);
    }),
    event(orderDelivered, (data, message) =>
      notify.aboutOrder(message, data.customerId, { kind: 'ORDER_DELIVERED', order: orderOf(data) }),
    ),
    event(paymentRefunded, ({ orderId, orderNumber, customerId, amount, refundedInAll }, message) => {
      const order = { id: orderId, number: orderNumber };
      return notify.aboutOrder(message, customerId, { kind: 'REFUNDED', order, amount, refundedInAll });
    }),
  ];
}

function orderOf(data: { readonly orderId: string; readonly number: string }): OrderReference {
  return { id: data.orderId, number: data.number };
}
