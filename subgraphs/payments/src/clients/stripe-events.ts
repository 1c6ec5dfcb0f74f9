import type Stripe from 'stripe';
import { webhookErrors } from '../domain/errors.ts';
import type { ChargeOutcome } from '../domain/payment.ts';
import type { ProviderEvent } from '../domain/provider-event.ts';
import type { WebhookDelivery } from '../service/payment-provider.ts';
import { reasonOf, toProviderError } from './stripe-answers.ts';

export interface StripeOptions {
  readonly stripe: Stripe;
  readonly webhookSecret: string;
  readonly clock: () => Date;
}

const TOLERANCE_SECONDS = 300;

/**
 * Reads Stripe's webhooks, verified by the library. A refund names its intent only: which payment that is for, Stripe
 * is asked.
 */
export function createReadStripeEvent({ stripe, webhookSecret, clock }: StripeOptions) {
  return async (delivery: WebhookDelivery): Promise<ProviderEvent | null> => {
    const event = verify(stripe, webhookSecret, delivery, clock());
    switch (event.type) {
      case 'payment_intent.succeeded':
        return chargeEvent(event, { kind: 'captured', reference: event.data.object.id });
      case 'payment_intent.payment_failed': {
        const error = event.data.object.last_payment_error ?? {};
        return chargeEvent(event, { kind: 'declined', reason: reasonOf(error) });
      }
      case 'payment_intent.canceled':
        return chargeEvent(event, { kind: 'cancelled' });
      case 'refund.created':
      case 'refund.updated':
      case 'refund.failed':
        return refundEvent(stripe, event.id, event.data.object);
      default:
        return null;
    }
  };
}

function verify(stripe: Stripe, secret: string, { body, header }: WebhookDelivery, now: Date): Stripe.Event {
  try {
    const signature = header('stripe-signature') ?? '';
    return stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS, undefined, now.getTime());
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw webhookErrors.WEBHOOK_MALFORMED();
    throw webhookErrors.WEBHOOK_NOT_AUTHENTIC();
  }
}

function chargeEvent(
  { id, data: { object: intent } }: { readonly id: string; readonly data: { readonly object: Stripe.PaymentIntent } },
  outcome: ChargeOutcome,
): ProviderEvent {
  return {
    kind: 'charge',
    id,
    paymentId: intent.metadata['payment_id'] ?? '',
    amountMinor: outcome.kind === 'captured' ? intent.amount_received : intent.amount,
    currency: intent.currency.toUpperCase(),
    outcome,
  };
}

async function refundEvent(stripe: Stripe, id: string, refund: Stripe.Refund): Promise<ProviderEvent | null> {
  const chargeReference = typeof refund.payment_intent === 'string' ? refund.payment_intent : refund.payment_intent?.id;
  if (chargeReference === undefined || refund.status === 'requires_action') return null;
  const isRefused = refund.status === 'failed' || refund.status === 'canceled';
  return {
    kind: 'refund',
    id,
    paymentId: await paymentIdOf(stripe, chargeReference),
    refundId: refund.metadata?.['refund_id'] ?? null,
    chargeReference,
    amountMinor: refund.amount,
    currency: refund.currency.toUpperCase(),
    outcome: isRefused ? { kind: 'refused' } : { kind: 'refunded', reference: refund.id },
  };
}

async function paymentIdOf(stripe: Stripe, intentId: string): Promise<string> {
  try {
    const intent = await stripe.paymentIntents.retrieve(intentId);
    return intent.metadata['payment_id'] ?? '';
  } catch (thrown) {
    throw toProviderError(thrown);
  }
}
