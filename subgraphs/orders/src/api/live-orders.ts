import {
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderPaymentFailed,
  orderPlaced,
  orderRejected,
  orderShipped,
} from '@galleria/events/orders';
import type { Changes } from '@galleria/kit/process/changes';
import { on } from '@galleria/messaging/consumer/subscription';
import type { MessagingOptions } from '@galleria/messaging/messaging';

/** What tells, in each instance, that an order has changed in any of them. */
export function followOrders(changes: Changes): NonNullable<MessagingOptions['live']> {
  const tell = async ({ orderId }: { readonly orderId: string }) => changes.tell(orderId);
  return {
    subscriptions: [
      on(orderPlaced, tell),
      on(orderConfirmed, tell),
      on(orderRejected, tell),
      on(orderPaymentFailed, tell),
      on(orderCancelled, tell),
      on(orderShipped, tell),
      on(orderDelivered, tell),
    ],
    onJoined: () => changes.tellAll(),
  };
}
