import { paymentRefunded, refundRefused } from '@galleria/events/payments';
import { newId } from '@galleria/kit/identifiers';
import { refundableMinor } from '../domain/payment.ts';
import type { EndedRefund, RefundOutcome } from '../domain/refund.ts';
import { webhookErrors } from '../domain/errors.ts';
import type { Work } from '../repository/unit-of-work.ts';
import { inOrigin, originToKeep } from './origin.ts';

/** The reason of what an operator gave back at the provider, past this service. */
const MADE_AT_PROVIDER = 'REFUNDED_AT_PROVIDER';

/**
 * Records how a refund of ours ended, whoever brought the news. False when it had ended before. The payment is locked
 * first: one payment's refunds take turns from here, so that their events go out in the order of their sums.
 */
export async function settleRefund(
  work: Work,
  { id, paymentId }: { readonly id: string; readonly paymentId: string },
  outcome: RefundOutcome,
  now: Date,
): Promise<boolean> {
  await work.payments.lock(paymentId);
  const refund = await work.refunds.end(id, outcome.kind === 'refunded' ? outcome.reference : null, now);
  if (refund === null) return false;
  await inOrigin(refund, async () => {
    if (outcome.kind === 'refunded') return tell(work, refund);
    await work.payments.addRefunded(paymentId, -refund.amountMinor);
    await tellRefusal(work, refund);
  });
  return true;
}

/**
 * Records a refund that was made at the provider by hand. Throws REFUND_NOT_COVERED while the amount is promised to
 * another.
 */
export async function recordForeignRefund(
  work: Work,
  made: { readonly paymentId: string; readonly reference: string; readonly amountMinor: number },
  now: Date,
): Promise<void> {
  const payment = await work.payments.lock(made.paymentId);
  if (payment === null) return;
  const row = { ...made, id: newId(), reason: MADE_AT_PROVIDER, createdAt: now };
  const refund = await work.refunds.insertSettled(row, await originToKeep(work, payment));
  if (refund === null) return;
  if (made.amountMinor > refundableMinor(payment)) throw webhookErrors.REFUND_NOT_COVERED();
  await work.payments.addRefunded(payment.id, made.amountMinor);
  await tell(work, refund);
}

async function tellRefusal(work: Work, refund: EndedRefund): Promise<void> {
  const { id: refundId, paymentId, orderId, customerId, amountMinor, currency, reason } = refund;
  const amount = { amountMinor, currency };
  await work.outbox.add(refundRefused, { paymentId, orderId, customerId, refundId, amount, reason });
}

async function tell(work: Work, refund: EndedRefund): Promise<void> {
  const { currency } = refund;
  await work.outbox.add(paymentRefunded, {
    paymentId: refund.paymentId,
    orderId: refund.orderId,
    customerId: refund.customerId,
    refundId: refund.id,
    orderNumber: refund.orderNumber,
    amount: { amountMinor: refund.amountMinor, currency },
    refundedInAll: { amountMinor: await work.refunds.settledMinor(refund.paymentId), currency },
    reason: refund.reason,
  });
}
