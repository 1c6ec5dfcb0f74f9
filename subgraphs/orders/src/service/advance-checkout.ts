import type { Logger } from '@galleria/kit/logger';
import type { CheckoutOrder } from '../repository/order-repository.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';
import type { CheckoutStep, StepOutcome, TakeStep } from './take-step.ts';

/** Gives the order of a step, locked; null when there is nothing to do. */
export type FindOrder = (work: Work) => Promise<CheckoutOrder | null>;

export type AdvanceCheckout = (step: CheckoutStep, find: FindOrder) => Promise<StepOutcome | null>;

/**
 * Takes one step in one transaction: the state, its timeline and the messages that follow from it are committed
 * together. The lock on the order makes steps of one order take turns. Throws what `takeStep` and `find` throw; then
 * nothing has happened.
 */
export function createAdvanceCheckout(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly takeStep: TakeStep;
  readonly logger: Logger;
}): AdvanceCheckout {
  const { unitOfWork, takeStep, logger } = dependencies;
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
