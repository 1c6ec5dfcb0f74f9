import { isId } from '@galleria/kit/identifiers';
import type { Logger } from '@galleria/kit/logger';
import { settlementOf } from '../domain/payment.ts';
import type { ChargeEvent, ProviderEvent, RefundEvent } from '../domain/provider-event.ts';
import type { PaymentQueue } from '../repository/payment-queue.ts';
import type { RefundQueue } from '../repository/refund-queue.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';
import { settlePayment } from './settle-payment.ts';
import { recordForeignRefund, settleRefund } from './settle-refund.ts';

/**
 * Takes what the provider tells of its own accord, however late, often and out of order. News of what has ended, which
 * nearly all of it is, costs one read. What is new takes effect once for its event id, through the same functions as
 * the provider's answers: whichever comes first ends the payment or the refund. Throws REFUND_NOT_COVERED, after which
 * the provider is to tell of it again.
 */
export function createTakeProviderEvents(dependencies: {
  /** The provider's name, since event ids of two may be equal. */
  readonly provider: string;
  readonly payments: Pick<PaymentQueue, 'pending'>;
  readonly refunds: Pick<RefundQueue, 'isEnded'>;
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
  readonly logger: Logger;
}) {
  const { provider, payments, refunds, unitOfWork, clock, logger } = dependencies;

  const once = async (event: ProviderEvent, effect: (work: Work, now: Date) => Promise<void>): Promise<void> => {
    const now = clock();
    await unitOfWork(async (work) => {
      if (await work.providerEvents.accept(provider, event.id, now)) await effect(work, now);
    });
    logger.info({ eventId: event.id, paymentId: event.paymentId, kind: event.kind }, 'took news from the provider');
  };

  const takeCharge = async (event: ChargeEvent): Promise<void> => {
    const pending = await payments.pending(event.paymentId);
    if (pending === null) return;
    const isOurs = event.amountMinor === pending.amountMinor && event.currency === pending.currency;
    if (event.outcome.kind === 'captured' && !isOurs) {
      logger.error({ eventId: event.id, paymentId: event.paymentId }, 'the provider captured another amount');
      return;
    }
    await once(event, async (work, now) => {
      await settlePayment(work, event.paymentId, settlementOf(pending, event.outcome), now);
    });
  };

  const takeRefund = async (event: RefundEvent): Promise<void> => {
    const { refundId, paymentId, chargeReference, outcome, amountMinor } = event;
    const reference = outcome.kind === 'refunded' ? outcome.reference : null;
    if (await refunds.isEnded(refundId, reference)) return;
    await once(event, async (work, now) => {
      // It tells of its capture, too, in case the news of that is still on its way or lost.
      if (reference !== null) {
        await settlePayment(work, paymentId, { status: 'CAPTURED', reference: chargeReference }, now);
      }
      if (refundId !== null) await settleRefund(work, { id: refundId, paymentId }, outcome, now);
      else if (reference !== null) await recordForeignRefund(work, { paymentId, reference, amountMinor }, now);
    });
  };

  return async (event: ProviderEvent): Promise<void> => {
    // The account at the provider may serve others than this service.
    if (!isId(event.paymentId)) return;
    await (event.kind === 'charge' ? takeCharge(event) : takeRefund(event));
  };
}

export type TakeProviderEvents = ReturnType<typeof createTakeProviderEvents>;
