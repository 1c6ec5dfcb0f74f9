import { isId } from '@galleria/kit/identifiers';
import { isTrackingNumber, type Order } from '../domain/order.ts';
import type { AdvanceCheckout, CheckoutStep } from './advance-checkout.ts';

export type StatusChangeOutcome =
  | { readonly kind: 'changed'; readonly order: Order }
  | { readonly kind: 'order-not-found' }
  | { readonly kind: 'refused' };

export type ShippingOutcome = StatusChangeOutcome | { readonly kind: 'invalid-tracking-number' };

export interface ChangeStatus {
  /** The customer gives an order back before it is shipped. Somebody else's order is not found. */
  cancel(customerId: string, orderId: string): Promise<StatusChangeOutcome>;
  ship(orderId: string, trackingNumber: string | null): Promise<ShippingOutcome>;
  deliver(orderId: string): Promise<StatusChangeOutcome>;
}

/** What people do to an order. Of two that exclude each other, the first to lock the order wins and the other is refused. */
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
    return outcome.kind === 'advanced' ? { kind: 'changed', order: outcome.order } : { kind: 'refused' };
  };

  return {
    cancel: (customerId, orderId) =>
      change(
        orderId,
        { message: 'cancel', reason: 'CANCELLED_BY_CUSTOMER' },
        (order) => order.customerId === customerId,
      ),
    ship: async (orderId, trackingNumber) => {
      if (trackingNumber !== null && !isTrackingNumber(trackingNumber)) return { kind: 'invalid-tracking-number' };
      return change(orderId, { message: 'ship', reason: null, trackingNumber: trackingNumber?.trim() ?? null });
    },
    deliver: (orderId) => change(orderId, { message: 'deliver', reason: null }),
  };
}
