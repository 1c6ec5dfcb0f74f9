import { toError } from '@galleria/kit/errors';
import { runInContext } from '@galleria/kit/execution-context';
import type { Logger } from '@galleria/kit/logger';
import type { OrderRepository } from '../repository/order-repository.ts';
import type { AdvanceCheckout } from './advance-checkout.ts';

/** As many as one sweep ends; the next sweep comes a second later. */
const BATCH = 500;

/**
 * Ends orders that have waited for an answer beyond their deadline; gives how many. Instances may sweep at the same
 * time: an order that one has locked is left out by the others. Each order has its own transaction, so that one failure
 * costs one order, and its own correlation id, so that its end shows up in the story of its beginning.
 */
export function createTimeOutOrders(dependencies: {
  readonly orders: Pick<OrderRepository, 'overdue'>;
  readonly advanceCheckout: AdvanceCheckout;
  readonly clock: () => Date;
  readonly logger: Logger;
}) {
  const { orders, advanceCheckout, clock, logger } = dependencies;
  return async (): Promise<number> => {
    const now = clock();
    let ended = 0;
    for (const { id, correlationId } of await orders.overdue(now, BATCH)) {
      try {
        const outcome = await runInContext({ correlationId }, () =>
          advanceCheckout({ message: 'timeout', reason: 'TIMED_OUT' }, (work) => work.orders.lockOverdue(id, now)),
        );
        if (outcome?.kind === 'advanced') ended += 1;
      } catch (thrown) {
        logger.error({ err: toError(thrown), orderId: id }, 'an order beyond its deadline could not be ended');
      }
    }
    return ended;
  };
}
