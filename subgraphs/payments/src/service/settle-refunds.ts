import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import type { PendingRefund, RefundOutcome } from '../domain/refund.ts';
import { retryDelayMs } from '../domain/retry.ts';
import type { RefundQueue } from '../repository/refund-queue.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';
import type { DueSource } from './due-work.ts';
import { inOrigin } from './origin.ts';
import type { PaymentProvider } from './payment-provider.ts';
import { settleRefund } from './settle-refund.ts';

const CLAIM_MARGIN_MS = 1_000;

/**
 * Has the provider give back what was promised; asked for as charges are, under the refund's own key, until there is an
 * answer.
 */
export function createSettleRefunds(dependencies: {
  readonly queue: RefundQueue;
  readonly unitOfWork: UnitOfWork;
  readonly provider: PaymentProvider;
  readonly clock: () => Date;
  /** How long one request may take; it is ended by its signal. */
  readonly timeoutMs: number;
  readonly logger: Logger;
}): DueSource<PendingRefund> {
  const { queue, unitOfWork, provider, clock, timeoutMs, logger } = dependencies;

  const postpone = async (refund: PendingRefund, thrown: unknown): Promise<number> => {
    const { attempts } = refund;
    const delayMs = retryDelayMs(attempts);
    logger.warn(
      { refundId: refund.id, attempts, delayMs, reason: toError(thrown).message },
      'no answer from the provider',
    );
    await queue.postpone(refund.id, new Date(clock().getTime() + delayMs));
    return delayMs;
  };

  return {
    claim: (limit) => {
      const now = clock();
      return queue.claim({ now, until: new Date(now.getTime() + timeoutMs + CLAIM_MARGIN_MS), limit });
    },
    perform: (refund, signal) =>
      inOrigin(refund, async () => {
        const { id: idempotencyKey, chargeReference, amountMinor } = refund;
        let outcome: RefundOutcome;
        try {
          outcome = await provider.refund({ idempotencyKey, chargeReference, amountMinor }, signal);
        } catch (thrown) {
          return postpone(refund, thrown);
        }
        await unitOfWork((work) => settleRefund(work, refund, outcome, clock()));
        const about = { refundId: refund.id, orderId: refund.orderId };
        if (outcome.kind === 'refunded') logger.info(about, 'refund settled');
        else logger.error(about, 'the provider refused to give money back');
        return null;
      }),
  };
}
