import { randomUUID } from 'node:crypto';
import { invalid, missing, StripeRefusal } from './refusal.ts';

export interface Intent {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Record<string, string>;
  amount_received: number;
  status: 'requires_payment_method' | 'requires_confirmation' | 'processing' | 'succeeded' | 'canceled';
  last_payment_error: Record<string, unknown> | null;
}

/** Stripe's test payment methods (https://docs.stripe.com/testing) that the suite uses. */
const DECLINES: Readonly<Record<string, string | null>> = {
  pm_card_visa: null,
  pm_card_mastercard: null,
  pm_card_slow: null,
  pm_card_visa_chargeDeclined: 'generic_decline',
  pm_card_visa_chargeDeclinedInsufficientFunds: 'insufficient_funds',
};
const MIN_AMOUNT = 50;

export type Tell = (type: string, object: object) => void;

export function createIntents(tell: Tell) {
  const intents = new Map<string, Intent>();
  const find = (id: string): Intent => {
    const intent = intents.get(id);
    if (intent === undefined) throw missing('payment_intent', id, 'intent');
    return intent;
  };
  const expectOpen = (intent: Intent): void => {
    if (intent.status !== 'succeeded' && intent.status !== 'canceled') return;
    const message = `This PaymentIntent's status is ${intent.status}.`;
    throw invalid('payment_intent_unexpected_state', message, { payment_intent: structuredClone(intent) });
  };

  return {
    find,
    all: () => [...intents.values()],
    create: (form: URLSearchParams): Intent => {
      const amount = Number(form.get('amount'));
      if (amount < MIN_AMOUNT)
        throw invalid('amount_too_small', 'Amount must be at least 50 cents.', { param: 'amount' });
      const intent: Intent = {
        id: `pi_${randomUUID()}`,
        object: 'payment_intent',
        created: Math.floor(Date.now() / 1_000),
        amount,
        currency: form.get('currency') ?? '',
        metadata: { payment_id: form.get('metadata[payment_id]') ?? '' },
        amount_received: 0,
        status: 'requires_payment_method',
        last_payment_error: null,
      };
      intents.set(intent.id, intent);
      return intent;
    },
    confirm: (id: string, form: URLSearchParams): Intent => {
      const intent = find(id);
      expectOpen(intent);
      const method = form.get('payment_method') ?? '';
      const decline = DECLINES[method];
      if (decline === undefined) throw missing('PaymentMethod', method, 'payment_method');
      if (decline !== null) return refuse(intent, decline, tell);
      const isSlow = method === 'pm_card_slow';
      const before = structuredClone({ ...intent, status: 'processing' as const });
      Object.assign(intent, { status: 'succeeded', amount_received: intent.amount });
      tell('payment_intent.succeeded', intent);
      return isSlow ? before : intent;
    },
    cancel: (id: string): Intent => {
      const intent = find(id);
      expectOpen(intent);
      intent.status = 'canceled';
      tell('payment_intent.canceled', intent);
      return intent;
    },
  };
}

function refuse(intent: Intent, declineCode: string, tell: Tell): never {
  const error = {
    type: 'card_error',
    code: 'card_declined',
    decline_code: declineCode,
    message: 'Your card was declined.',
  };
  intent.last_payment_error = error;
  tell('payment_intent.payment_failed', intent);
  throw new StripeRefusal(402, { ...error, payment_intent: structuredClone(intent) });
}
