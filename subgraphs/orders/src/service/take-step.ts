import { CHECKOUT_SAGA, deadlineOf, isCancellable, type Deadlines } from '../domain/checkout-saga.ts';
import type { SagaMessage, SagaSend } from '../domain/checkout-saga.ts';
import { orderErrors } from '../domain/errors.ts';
import type { OrderStatus } from '../domain/order.ts';
import type { CheckoutOrder } from '../repository/order-repository.ts';
import type { Work } from '../repository/unit-of-work.ts';
import { addCheckoutMessage } from './checkout-messages.ts';

/** Something that happened to an order, and what it brought along. */
export interface CheckoutStep {
  readonly message: SagaMessage;
  /** Why the order ends here; null when it does not. */
  readonly reason: string | null;
  /** The carrier's, when the order is shipped. */
  readonly trackingNumber?: string | null;
}

export type StepOutcome =
  | { readonly kind: 'advanced'; readonly order: CheckoutOrder; readonly from: OrderStatus }
  | { readonly kind: 'compensated'; readonly order: CheckoutOrder; readonly sends: readonly SagaSend[] }
  | { readonly kind: 'ignored'; readonly order: CheckoutOrder; readonly because: 'duplicate' | 'late' }
  | { readonly kind: 'refused'; readonly order: CheckoutOrder };

/**
 * Does what the saga's table says, with an order that the transaction has locked. Throws the table's error for what is
 * impossible, or a person's to settle.
 */
export type TakeStep = (work: Work, order: CheckoutOrder, step: CheckoutStep) => Promise<StepOutcome>;

/** Why an order ends that can still be given back when its customer is gone. */
export const ACCOUNT_ERASED: CheckoutStep = { message: 'cancel', reason: 'ACCOUNT_ERASED' };

export function createTakeStep(dependencies: { readonly clock: () => Date; readonly deadlines: Deadlines }): TakeStep {
  const { clock, deadlines } = dependencies;
  const takeStep: TakeStep = async (work, order, step) => {
    const answer = CHECKOUT_SAGA[order.status][step.message];
    const at = clock();
    switch (answer.kind) {
      case 'advance': {
        const trackingNumber = step.trackingNumber ?? order.trackingNumber;
        const advanced = { ...order, status: answer.to, reason: step.reason, trackingNumber };
        const deadlineAt = deadlineOf(answer.to, at, deadlines);
        await work.orders.advance(order.id, { to: answer.to, at, reason: step.reason, deadlineAt, trackingNumber });
        for (const send of answer.sends)
          await addCheckoutMessage(work.outbox, { send, order: advanced, at }, deadlines);
        const outcome = { kind: 'advanced', order: { ...advanced, paymentToken: null }, from: order.status } as const;
        if (!order.isCustomerErased || !isCancellable(answer.to)) return outcome;
        // Nobody knows any more where it would go.
        const { order: cancelled } = await takeStep(work, outcome.order, ACCOUNT_ERASED);
        return { ...outcome, order: cancelled };
      }
      case 'compensate':
        for (const send of answer.sends) await addCheckoutMessage(work.outbox, { send, order, at }, deadlines);
        return { kind: 'compensated', order, sends: answer.sends };
      case 'ignore':
        return { kind: 'ignored', order, because: answer.because };
      case 'refuse':
        return { kind: 'refused', order };
      case 'impossible':
      case 'escalate':
        throw orderErrors[answer.code]({ orderId: order.id, status: order.status, message: step.message });
    }
  };
  return takeStep;
}
