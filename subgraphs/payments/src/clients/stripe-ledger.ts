import type Stripe from 'stripe';
import type { BookEntry } from '../domain/reconciliation.ts';

const PAGE = 100;

/** Stripe's books since a moment: the intents, then the refunds. */
export async function* readStripeLedger(stripe: Stripe, since: Date): AsyncGenerator<BookEntry> {
  const range = { created: { gte: Math.floor(since.getTime() / 1_000) }, limit: PAGE };
  for await (const intent of stripe.paymentIntents.list(range)) yield chargeEntry(intent);
  for await (const refund of stripe.refunds.list(range)) yield refundEntry(refund);
}

function chargeEntry(intent: Stripe.PaymentIntent): BookEntry {
  const isMoved = intent.status === 'succeeded';
  return {
    subject: 'charge',
    key: intent.metadata['payment_id'] ?? null,
    reference: intent.id,
    isMoved,
    state: intent.status,
    amountMinor: isMoved ? intent.amount_received : intent.amount,
    currency: intent.currency.toUpperCase(),
    createdAt: new Date(intent.created * 1_000),
  };
}

function refundEntry(refund: Stripe.Refund): BookEntry {
  return {
    subject: 'refund',
    key: refund.metadata?.['refund_id'] ?? null,
    reference: refund.id,
    isMoved: refund.status === 'succeeded' || refund.status === 'pending',
    state: refund.status ?? 'unknown',
    amountMinor: refund.amount,
    currency: refund.currency.toUpperCase(),
    createdAt: new Date(refund.created * 1_000),
  };
}
