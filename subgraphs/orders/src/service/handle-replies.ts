import { orderErrors } from '../domain/errors.ts';
import type { AdvanceCheckout, FindOrder } from './advance-checkout.ts';
import type { CheckoutStep } from './take-step.ts';

export interface Replies {
  stockReserved(messageId: string, orderId: string): Promise<void>;
  stockRejected(messageId: string, orderId: string, reason: string): Promise<void>;
  stockLost(messageId: string, orderId: string, reason: string): Promise<void>;
  paymentCaptured(messageId: string, orderId: string): Promise<void>;
  paymentDeclined(messageId: string, orderId: string, reason: string): Promise<void>;
  chargeCancellationRefused(messageId: string, orderId: string): Promise<void>;
  refundRefused(messageId: string, orderId: string): Promise<void>;
}

/**
 * What inventory and payments answer. Each throws ORDER_UNKNOWN, or the code that the saga's table has for a
 * contradiction or for what a person must settle; the message then becomes a dead letter.
 */
export function createReplies(dependencies: { readonly advanceCheckout: AdvanceCheckout }): Replies {
  const reply = async (messageId: string, orderId: string, step: CheckoutStep): Promise<void> => {
    await dependencies.advanceCheckout(step, once(messageId, orderId));
  };
  return {
    stockReserved: (messageId, orderId) => reply(messageId, orderId, { message: 'stock-reserved', reason: null }),
    stockRejected: (messageId, orderId, reason) => reply(messageId, orderId, { message: 'stock-rejected', reason }),
    stockLost: (messageId, orderId, reason) => reply(messageId, orderId, { message: 'stock-lost', reason }),
    paymentCaptured: (messageId, orderId) => reply(messageId, orderId, { message: 'payment-captured', reason: null }),
    paymentDeclined: (messageId, orderId, reason) => reply(messageId, orderId, { message: 'payment-declined', reason }),
    chargeCancellationRefused: (messageId, orderId) =>
      reply(messageId, orderId, { message: 'charge-cancellation-refused', reason: null }),
    refundRefused: (messageId, orderId) => reply(messageId, orderId, { message: 'refund-refused', reason: null }),
  };
}

function once(messageId: string, orderId: string): FindOrder {
  return async (work) => {
    if (!(await work.inbox.accept(messageId))) return null;
    const order = await work.orders.lock(orderId);
    if (order === null) throw orderErrors.ORDER_UNKNOWN({ orderId });
    return order;
  };
}
