import type { Logger } from '@galleria/kit/logger';
import { CHECKOUT_SAGA, deadlineOf, type Deadlines, type SagaMessage, type SagaSend } from '../domain/checkout-saga.ts';
import { orderErrors } from '../domain/errors.ts';
import type { OrderStatus } from '../domain/order.ts';
import type { CheckoutOrder } from '../repository/order-repository.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';
import { createSendCheckoutMessage } from './checkout-messages.ts';

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

/** Gives the order of a step, locked; null when there is nothing to do. */
export type FindOrder = (work: Work) => Promise<CheckoutOrder | null>;

/** Applies the table to an order that the transaction has locked. */
export type TakeStep = (work: Work, order: CheckoutOrder, step: CheckoutStep) => Promise<StepOutcome>;

/** Why an order that is paid ends when its customer is gone. */
export const ACCOUNT_ERASED: CheckoutStep = { message: 'cancel', reason: 'ACCOUNT_ERASED' };

export type AdvanceCheckout = (step: CheckoutStep, find: FindOrder) => Promise<StepOutcome | null>;

/**
 * Applies the saga's table to one step, in one transaction: the state, its timeline and the messages that follow from it are
 * committed together. The lock on the order makes steps of one order take turns. Throws the table's error for a step that is
 * impossible, and whatever `find` throws; then nothing has happened.
 */
export function createAdvanceCheckout(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
  readonly deadlines: Deadlines;
  readonly logger: Logger;
}): AdvanceCheckout {
  const { unitOfWork, logger } = dependencies;
  const takeStep = createTakeStep(dependencies);
  return async (step, find) => {
    const outcome = await unitOfWork(async (work) => {
      const order = await find(work);
      return order === null ? null : takeStep(work, order, step);
    });
    // Only what was committed is told.
    if (outcome !== null) logStep(logger, step, outcome);
    return outcome;
  };
}

/** An order of an erased customer that has just been paid goes on to be cancelled: nobody knows any more where it would go. */
export function createTakeStep(dependencies: { readonly clock: () => Date; readonly deadlines: Deadlines }): TakeStep {
  const takeOne = createTakeOneStep(dependencies);
  return async (work, order, step) => {
    const outcome = await takeOne(work, order, step);
    const isUndeliverable =
      outcome.kind === 'advanced' && outcome.order.status === 'CONFIRMED' && order.isCustomerErased;
    if (!isUndeliverable) return outcome;
    const { order: cancelled } = await takeOne(work, outcome.order, ACCOUNT_ERASED);
    return { ...outcome, order: cancelled };
  };
}

function createTakeOneStep({
  clock,
  deadlines,
}: {
  readonly clock: () => Date;
  readonly deadlines: Deadlines;
}): TakeStep {
  const send = createSendCheckoutMessage(deadlines);
  return async (work, order, step) => {
    const answer = CHECKOUT_SAGA[order.status][step.message];
    const at = clock();
    switch (answer.kind) {
      case 'advance': {
        const trackingNumber = step.trackingNumber ?? order.trackingNumber;
        const advanced = { ...order, status: answer.to, reason: step.reason, trackingNumber };
        const deadlineAt = deadlineOf(answer.to, at, deadlines);
        await work.orders.advance(order.id, { to: answer.to, at, reason: step.reason, deadlineAt, trackingNumber });
        for (const message of answer.sends) await send(work.outbox, message, advanced, at);
        return { kind: 'advanced', order: { ...advanced, paymentToken: null }, from: order.status };
      }
      case 'compensate':
        for (const message of answer.sends) await send(work.outbox, message, order, at);
        return { kind: 'compensated', order, sends: answer.sends };
      case 'ignore':
        return { kind: 'ignored', order, because: answer.because };
      case 'refuse':
        return { kind: 'refused', order };
      case 'impossible':
        throw orderErrors[answer.code]({ orderId: order.id, status: order.status, message: step.message });
    }
  };
}

function logStep(logger: Logger, { message, reason }: CheckoutStep, outcome: StepOutcome): void {
  const { id: orderId, number, status } = outcome.order;
  switch (outcome.kind) {
    case 'advanced':
      return logger.info({ orderId, number, from: outcome.from, to: status, message, reason }, 'order advanced');
    case 'compensated':
      return logger.info({ orderId, number, status, message, sends: outcome.sends }, 'order compensated a late answer');
    case 'ignored':
      return logger.info({ orderId, number, status, message, because: outcome.because }, 'order ignored a message');
    case 'refused':
      return logger.info({ orderId, number, status, message }, 'order refused a request');
  }
}
