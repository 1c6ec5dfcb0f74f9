import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { isChargeable, nextRequest, settlementOf, type ChargeOutcome, type PendingPayment } from '../domain/payment.ts';
import { retryDelayMs } from '../domain/retry.ts';
import type { PaymentQueue } from '../repository/payment-queue.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';
import type { DueSource } from './due-work.ts';
import { inOrigin } from './origin.ts';
import type { PaymentProvider } from './payment-provider.ts';
import { settlePayment } from './settle-payment.ts';

/** A process that has taken a payment and died must have had the time to end its request: then another one asks. */
const CLAIM_MARGIN_MS = 1_000;

/**
 * Charges what is pending, outside of any transaction. A process can die anywhere: before its request, during it, or
 * before the answer is committed. The payment is then still PENDING, and is asked for again under the same key, for
 * which the provider charges once and always says the same; its answer is recorded once, together with the invoice and
 * the event.
 */
export function createChargePayments(dependencies: {
  readonly queue: PaymentQueue;
  readonly unitOfWork: UnitOfWork;
  readonly provider: PaymentProvider;
  readonly clock: () => Date;
  /** How long one request may take; it is ended by its signal. */
  readonly timeoutMs: number;
  readonly giveUpAfterMs: number;
  readonly logger: Logger;
}): DueSource<PendingPayment> {
  const { queue, unitOfWork, provider, clock, timeoutMs, giveUpAfterMs, logger } = dependencies;

  const ask = async (payment: PendingPayment, signal: AbortSignal): Promise<ChargeOutcome> => {
    if (!isChargeable(payment.amountMinor)) return { kind: 'declined', reason: 'AMOUNT_OUT_OF_RANGE' };
    const { id: idempotencyKey, paymentToken, amountMinor, currency } = payment;
    const request = { idempotencyKey, amountMinor, currency };
    return nextRequest(payment, clock(), giveUpAfterMs) === 'cancel-charge'
      ? provider.cancelCharge(request, signal)
      : provider.charge({ ...request, paymentToken }, signal);
  };

  const postpone = async (payment: PendingPayment, thrown: unknown): Promise<number> => {
    const { attempts } = payment;
    const delayMs = retryDelayMs(attempts);
    logger.warn(
      { paymentId: payment.id, attempts, delayMs, reason: toError(thrown).message },
      'no answer from the provider',
    );
    await queue.postpone(payment.id, new Date(clock().getTime() + delayMs));
    return delayMs;
  };

  return {
    claim: (limit) => {
      const now = clock();
      return queue.claim({ now, until: new Date(now.getTime() + timeoutMs + CLAIM_MARGIN_MS), limit });
    },
    perform: (payment, signal) =>
      inOrigin(payment, async () => {
        let outcome: ChargeOutcome;
        try {
          outcome = await ask(payment, signal);
        } catch (thrown) {
          return postpone(payment, thrown);
        }
        const settlement = settlementOf(payment, outcome);
        await unitOfWork((work) => settlePayment(work, payment.id, settlement, clock()));
        logger.info({ paymentId: payment.id, orderId: payment.orderId, status: settlement.status }, 'payment settled');
        return null;
      }),
  };
}
