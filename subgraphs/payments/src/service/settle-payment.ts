import { paymentCaptured, paymentDeclined } from '@galleria/events/payments';
import { lineOfOrder } from '../domain/invoice.ts';
import type { SettledPayment, Settlement } from '../domain/payment.ts';
import type { Work } from '../repository/unit-of-work.ts';
import { inOrigin } from './origin.ts';

/**
 * Records how a payment ended, with its invoice and its event, whoever brought the news: the answer to our request or a
 * webhook. False when it had ended before, and everything was told.
 */
export async function settlePayment(work: Work, id: string, settlement: Settlement, now: Date): Promise<boolean> {
  const payment = await work.payments.settle(id, settlement, now);
  if (payment === null) return false;
  await inOrigin(payment, () => tell(work, payment, settlement, now));
  return true;
}

async function tell(work: Work, payment: SettledPayment, settlement: Settlement, now: Date): Promise<void> {
  const { id: paymentId, orderId, customerId, orderNumber, amountMinor, currency } = payment;
  switch (settlement.status) {
    case 'CAPTURED':
      await work.outbox.add(paymentCaptured, { paymentId, orderId, customerId, amount: { amountMinor, currency } });
      // Last, because all captures wait for the counter until this transaction ends.
      return work.invoices.issue({
        ...{ paymentId, customerId, orderNumber, currency, issuedAt: now, totalMinor: amountMinor },
        lines: payment.lines ?? [lineOfOrder(orderNumber, amountMinor)],
        billTo: payment.billTo,
      });
    case 'DECLINED':
      return work.outbox.add(paymentDeclined, { paymentId, orderId, customerId, reason: settlement.reason });
    case 'CANCELLED':
      return;
  }
}
