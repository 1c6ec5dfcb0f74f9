import { isId } from '@galleria/kit/identifiers';
import { leadsTo } from '../domain/checkout-saga.ts';
import { STATUS_FACTS, trackingNumberOf, type Order } from '../domain/order.ts';
import type { AdvanceCheckout } from './advance-checkout.ts';
import type { CheckoutStep } from './take-step.ts';

export type StatusChangeOutcome =
  | { readonly kind: 'changed'; readonly order: Order }
  | { readonly kind: 'order-not-found' }
  | { readonly kind: 'refused'; readonly order: Order };

export type ShippingOutcome = StatusChangeOutcome | { readonly kind: 'invalid-tracking-number' };

export interface ChangeStatus {
  /** The customer gives an order back before it is shipped. Somebody else's order is not found. */
  cancel(customerId: string, orderId: string): Promise<StatusChangeOutcome>;
  /** Asked again with the same tracking number it gives the same answer, and nothing happens a second time. */
  ship(orderId: string, trackingNumber: string | null): Promise<ShippingOutcome>;
  deliver(orderId: string): Promise<StatusChangeOutcome>;
}

/**
 * What people do to an order. Of two that exclude each other, the first to lock the order wins and the other is
 * refused. Whoever asks again, because the answer was lost, gets it again.
 */
export function createChangeStatus(dependencies: { readonly advanceCheckout: AdvanceCheckout }): ChangeStatus {
  const change = async (
    orderId: string,
    step: CheckoutStep,
    mayChange: (order: Order) => boolean = () => true,
  ): Promise<StatusChangeOutcome> => {
    if (!isId(orderId)) return { kind: 'order-not-found' };
    const outcome = await dependencies.advanceCheckout(step, async ({ orders }) => {
      const order = await orders.lock(orderId);
      return order !== null && mayChange(order) ? order : null;
    });
    if (outcome === null) return { kind: 'order-not-found' };
    const { order } = outcome;
    const isDone = outcome.kind === 'advanced' || isRepeated(order, step);
    return { kind: isDone ? 'changed' : 'refused', order };
  };

  return {
    cancel: (customerId, orderId) =>
      change(
        orderId,
        { message: 'cancel', reason: 'CANCELLED_BY_CUSTOMER' },
        (order) => order.customerId === customerId,
      ),
    ship: async (orderId, given) => {
      const trackingNumber = given === null ? null : trackingNumberOf(given);
      if (given !== null && trackingNumber === null) return { kind: 'invalid-tracking-number' };
      const outcome = await change(orderId, { message: 'ship', reason: null, trackingNumber });
      if (outcome.kind !== 'refused' || !wasShippedWith(outcome.order, trackingNumber)) return outcome;
      return { kind: 'changed', order: outcome.order };
    },
    deliver: (orderId) => change(orderId, { message: 'deliver', reason: null }),
  };
}

/** Whether the order is as this very request has left it. */
function isRepeated({ status, reason, trackingNumber }: Order, step: CheckoutStep): boolean {
  const isSameParcel = step.trackingNumber === undefined || step.trackingNumber === trackingNumber;
  return leadsTo(step.message, status) && step.reason === reason && isSameParcel;
}

/** Whether it was shipped so before it went on. */
function wasShippedWith({ status, trackingNumber }: Order, asked: string | null): boolean {
  return STATUS_FACTS[status].isShipped && trackingNumber === asked;
}
