import {
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderPaymentFailed,
  orderRejected,
  orderShipped,
} from '@galleria/events/orders';
import { paymentRefunded } from '@galleria/events/payments';
import { on, type Subscription } from '@galleria/messaging/consumer/subscription';
import type { OrderKind, OrderOccasion } from '../domain/occasion.ts';
import type { Cause } from '../service/handle-once.ts';
import type { Notify } from '../service/notify.ts';

interface OrderData {
  readonly orderId: string;
  readonly number: string;
  readonly customerId: string;
}

/** What becomes of orders and of the money for them, and what customers are told of it. */
export function orderSubscriptions({ notify }: { readonly notify: Notify }): Subscription[] {
  const tell = (cause: Cause, data: OrderData, occasion: WithoutOrder<OrderOccasion>): Promise<void> => {
    const order = { id: data.orderId, number: data.number };
    return notify.aboutOrder(cause, data.customerId, { order, ...occasion });
  };

  // A kind that comes from no event does not compile.
  const sources: Readonly<Record<OrderKind, Subscription>> = {
    ORDER_CONFIRMED: on(orderConfirmed, (data, message) => {
      const pieces = data.lines.reduce((sum, { quantity }) => sum + quantity, 0);
      return tell(message, data, { kind: 'ORDER_CONFIRMED', total: data.total, pieces });
    }),
    PAYMENT_FAILED: on(orderPaymentFailed, (data, message) =>
      tell(message, data, { kind: 'PAYMENT_FAILED', reason: data.reason }),
    ),
    REFUNDED: on(paymentRefunded, ({ orderNumber: number, amount, refundedInAll, ...data }, message) =>
      tell(message, { ...data, number }, { kind: 'REFUNDED', amount, refundedInAll }),
    ),
    ORDER_REJECTED: on(orderRejected, (data, message) =>
      tell(message, data, { kind: 'ORDER_REJECTED', reason: data.reason }),
    ),
    ORDER_CANCELLED: on(orderCancelled, (data, message) =>
      tell(message, data, { kind: 'ORDER_CANCELLED', reason: data.reason }),
    ),
    ORDER_SHIPPED: on(orderShipped, (data, message) =>
      tell(message, data, { kind: 'ORDER_SHIPPED', trackingNumber: data.trackingNumber }),
    ),
    ORDER_DELIVERED: on(orderDelivered, (data, message) => tell(message, data, { kind: 'ORDER_DELIVERED' })),
  };
  return Object.values(sources);
}

type WithoutOrder<One extends OrderOccasion> = One extends OrderOccasion ? Omit<One, 'order'> : never;
