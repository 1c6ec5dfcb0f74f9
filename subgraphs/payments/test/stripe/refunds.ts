import { randomUUID } from 'node:crypto';
import type { createIntents, Tell } from './intents.ts';
import { invalid } from './refusal.ts';

interface Refund {
  readonly id: string;
  readonly object: 'refund';
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly payment_intent: string;
  readonly status: 'succeeded';
  readonly metadata: Record<string, string>;
}

export function createRefunds(intents: ReturnType<typeof createIntents>, tell: Tell) {
  const refunds: Refund[] = [];
  return {
    all: () => refunds,
    create: (form: URLSearchParams): Refund => {
      const intent = intents.find(form.get('payment_intent') ?? '');
      const amount = Number(form.get('amount'));
      const refunded = refunds.filter((refund) => refund.payment_intent === intent.id);
      const left = intent.amount_received - refunded.reduce((sum, refund) => sum + refund.amount, 0);
      if (left === 0) throw invalid('charge_already_refunded', 'The charge has already been refunded.');
      if (amount > left)
        throw invalid('amount_too_large', 'Refund amount is greater than unrefunded amount on charge.');
      const refundId = form.get('metadata[refund_id]');
      const refund: Refund = {
        id: `re_${randomUUID()}`,
        object: 'refund',
        created: Math.floor(Date.now() / 1_000),
        amount,
        currency: intent.currency,
        payment_intent: intent.id,
        status: 'succeeded',
        metadata: refundId === null ? {} : { refund_id: refundId },
      };
      refunds.push(refund);
      tell('refund.created', refund);
      return refund;
    },
  };
}
