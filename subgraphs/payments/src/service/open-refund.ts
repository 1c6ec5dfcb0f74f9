import { newId } from '@galleria/kit/identifiers';
import type { Payment } from '../domain/payment.ts';
import type { Work } from '../repository/unit-of-work.ts';
import { originToKeep } from './origin.ts';

/**
 * Promises money back: from here on it counts as refunded, so that no other refund can promise it again, and the
 * provider is asked for it after the transaction. The payment must be locked, and have as much left.
 */
export async function openRefund(
  work: Work,
  payment: Payment,
  refund: { readonly amountMinor: number; readonly reason: string; readonly now: Date },
): Promise<void> {
  const { amountMinor, reason, now } = refund;
  await work.payments.addRefunded(payment.id, amountMinor);
  const row = { id: newId(), paymentId: payment.id, amountMinor, reason, createdAt: now };
  await work.refunds.insert(row, await originToKeep(work, payment));
}
