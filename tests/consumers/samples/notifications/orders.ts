import {
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderPaymentFailed,
  orderRejected,
  orderShipped,
} from '@galleria/events/orders';
import { paymentRefunded } from '@galleria/events/payments';
import { AS_IN_ORDER, NOTHING, RECOGNISED, tell, type Step, type Story, type Told } from '../../story.ts';
import { accountOf, AT, type NotificationsSamples, type NotificationsStage } from './history.ts';

const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

/** What can become of one order, as orders and payments tell it. */
function orderOf(stage: NotificationsStage, customerId: string) {
  const orderId = stage.id('order');
  const order = { orderId, number: 'G-7K3M-92QX', customerId };
  const line = { productId: stage.id('product'), quantity: 2 };
  const refund = { refundId: stage.id('refund'), paymentId: stage.id('payment'), orderId, customerId };
  const amounts = { amount: EUR(100), refundedInAll: EUR(100) };
  return {
    confirmed: tell(orderConfirmed, { ...order, total: EUR(200), lines: [{ ...line, unitPrice: EUR(100) }], at: AT }),
    rejected: tell(orderRejected, { ...order, reason: 'OUT_OF_STOCK', at: AT }),
    paymentFailed: tell(orderPaymentFailed, { ...order, reason: 'CARD_DECLINED', at: AT }),
    cancelled: tell(orderCancelled, { ...order, reason: 'CUSTOMER_REQUEST', at: AT }),
    shipped: tell(orderShipped, { ...order, trackingNumber: 'T-1', at: AT }),
    delivered: tell(orderDelivered, { ...order, lines: [line], at: AT }),
    refunded: tell(paymentRefunded, { ...refund, ...amounts, orderNumber: order.number, reason: 'CUSTOMER_REQUEST' }),
  };
}

/**
 * orders, payments and users have topics of their own, so an account may be known before or after what is told about
 * its orders, and a refund be told before the cancellation that it follows.
 */
function aboutOrder(
  choose: (order: ReturnType<typeof orderOf>) => { readonly message: Told; readonly others: readonly Step[] },
): NotificationsSamples[string] {
  const begin = (stage: NotificationsStage) => {
    const account = accountOf(stage);
    return { account, ...choose(orderOf(stage, account.userId)) };
  };
  return {
    'of a customer who is known': async (stage): Promise<Story> => {
      const { account, message, others } = begin(stage);
      const { registered, updated, erased } = account;
      await stage.play([registered]);
      return {
        message,
        next: [...others, updated(2)],
        repeated: RECOGNISED,
        overtaken: [
          { by: [erased], leaves: NOTHING },
          { by: others, leaves: AS_IN_ORDER },
        ],
        neighbours: [...others, erased],
      };
    },
    'of a customer who is not known yet': async (stage): Promise<Story> => {
      const { account, message, others } = begin(stage);
      return {
        message,
        next: [account.registered],
        repeated: RECOGNISED,
        overtaken: [{ by: [account.registered], leaves: AS_IN_ORDER }],
        neighbours: [account.registered, account.updated(2), ...others],
      };
    },
  };
}

export const orderSamples: NotificationsSamples = {
  [orderConfirmed.type]: aboutOrder(({ confirmed, shipped }) => ({ message: confirmed, others: [shipped] })),
  [orderRejected.type]: aboutOrder(({ rejected }) => ({ message: rejected, others: [] })),
  [orderPaymentFailed.type]: aboutOrder(({ paymentFailed }) => ({ message: paymentFailed, others: [] })),
  [orderCancelled.type]: aboutOrder(({ cancelled, refunded }) => ({ message: cancelled, others: [refunded] })),
  [orderShipped.type]: aboutOrder(({ shipped, delivered }) => ({ message: shipped, others: [delivered] })),
  [orderDelivered.type]: aboutOrder(({ delivered, refunded }) => ({ message: delivered, others: [refunded] })),
  [paymentRefunded.type]: aboutOrder(({ refunded, cancelled }) => ({ message: refunded, others: [cancelled] })),
};
