import type { Logger } from '@galleria/kit/logger';
import { onceIn } from '@galleria/kit/process/once';
import { isCancellable } from '../domain/checkout-saga.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';
import { ACCOUNT_ERASED, type TakeStep } from './take-step.ts';

export type EraseCustomer = (messageId: string, customerId: string, erasedAt: Date) => Promise<void>;

/**
 * Forgets who a customer was: the cart goes, orders keep what the law needs, and one that is paid and not on its way is
 * cancelled and refunded, since nobody knows any more where it would go (docs/decisions/010-erased-customers.md).
 *
 * The cart goes first, because an order is made of a cart whose lines it locks: an order placed meanwhile is either
 * committed when the lines are deleted, and so seen below, or finds none; and no line can come again.
 */
export function createEraseCustomer(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly takeStep: TakeStep;
  readonly logger: Logger;
}): EraseCustomer {
  const { takeStep, logger } = dependencies;
  const once = onceIn(dependencies.unitOfWork);
  return async (messageId, customerId, erasedAt) => {
    const orders = await once(messageId, async (work) => {
      await work.carts.lock(customerId);
      await work.carts.clear(customerId);
      await work.erasedCustomers.add(customerId, erasedAt);
      const erased = await work.orders.eraseCustomer(customerId, erasedAt);
      await work.erasedCustomers.redactMessages(erased.map(({ id }) => id));
      for (const order of erased) {
        if (isCancellable(order.status)) await takeStep(work, order, ACCOUNT_ERASED);
      }
      return erased;
    });
    if (orders !== undefined) logger.info({ customerId, orders: orders.length }, 'customer erased');
  };
}
