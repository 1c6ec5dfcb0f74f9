import { toError } from '@galleria/kit/errors';
import type Stripe from 'stripe';
import type { ChargeOutcome } from '../domain/payment.ts';
import type { RefundOutcome } from '../domain/refund.ts';
import type { PaymentProvider } from '../service/payment-provider.ts';
import { chargeOutcomeOf, isRefused, refusalOf, toProviderError } from './stripe-answers.ts';
import { createReadStripeEvent, type StripeOptions } from './stripe-events.ts';
import { readStripeLedger } from './stripe-ledger.ts';

type Request = Parameters<PaymentProvider['charge']>[0];

/**
 * Stripe, by PaymentIntents. An intent is made under the payment's id and confirmed under a key of its own, in two
 * requests: only so can a charge be called off whose answer was lost. To make the intent again charges nothing and
 * tells which it is; then it is cancelled, or found captured. Stripe remembers idempotency keys for at least 24 hours
 * (https://docs.stripe.com/api/idempotent_requests), far longer than a charge is asked for. Throws PROVIDER_UNAVAILABLE
 * and PROVIDER_KEY_MISUSED.
 */
export function createStripeProvider(options: StripeOptions): PaymentProvider {
  const { stripe } = options;
  return {
    name: 'stripe',
    charge: (request, signal) => ending(signal, () => charge(stripe, request)),
    cancelCharge: (request, signal) => ending(signal, () => cancelCharge(stripe, request)),
    refund: (request, signal) => ending(signal, () => refund(stripe, request)),
    readWebhook: createReadStripeEvent(options),
    ledger: (since) => readStripeLedger(stripe, since),
  };
}

/** Neither the library nor HTTP can take a request back: what is aborted is the waiting, and it is asked for again. */
async function ending<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  let onAbort: () => void = () => undefined;
  try {
    signal.throwIfAborted();
    const aborted = new Promise<never>((_resolve, reject) => {
      onAbort = () => reject(toError(signal.reason));
      signal.addEventListener('abort', onAbort, { once: true });
    });
    return await Promise.race([ask(), aborted]);
  } catch (thrown) {
    throw toProviderError(thrown);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function charge(stripe: Stripe, request: Request): Promise<ChargeOutcome> {
  try {
    const intent = await makeIntent(stripe, request);
    const confirmed = await stripe.paymentIntents.confirm(
      intent.id,
      { payment_method: request.paymentToken, error_on_requires_action: true },
      { idempotencyKey: `${request.idempotencyKey}-confirm` },
    );
    // The answer under this key stays what it was: whether a slow payment has come through, only the intent itself
    // tells.
    const current = confirmed.status === 'processing' ? await stripe.paymentIntents.retrieve(confirmed.id) : confirmed;
    return chargeOutcomeOf(current);
  } catch (thrown) {
    return refusalOf(thrown);
  }
}

async function cancelCharge(stripe: Stripe, request: Omit<Request, 'paymentToken'>): Promise<ChargeOutcome> {
  try {
    const { id } = await makeIntent(stripe, request);
    const idempotencyKey = `${request.idempotencyKey}-cancel`;
    return chargeOutcomeOf(
      await stripe.paymentIntents.cancel(id, { cancellation_reason: 'abandoned' }, { idempotencyKey }),
    );
  } catch (thrown) {
    const refusal = refusalOf(thrown);
    // An intent that Stripe refuses to make has charged nothing, and never will.
    return isRefused(thrown) && refusal.kind === 'declined' ? { kind: 'cancelled' } : refusal;
  }
}

function makeIntent(
  stripe: Stripe,
  { idempotencyKey, amountMinor, currency }: Omit<Request, 'paymentToken'>,
): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create(
    {
      amount: amountMinor,
      currency: currency.toLowerCase(),
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      metadata: { payment_id: idempotencyKey },
    },
    { idempotencyKey },
  );
}

async function refund(
  stripe: Stripe,
  { idempotencyKey, chargeReference, amountMinor }: Parameters<PaymentProvider['refund']>[0],
): Promise<RefundOutcome> {
  try {
    const { id, status } = await stripe.refunds.create(
      { payment_intent: chargeReference, amount: amountMinor, metadata: { refund_id: idempotencyKey } },
      { idempotencyKey },
    );
    return status === 'failed' || status === 'canceled' ? { kind: 'refused' } : { kind: 'refunded', reference: id };
  } catch (thrown) {
    if (isRefused(thrown)) return { kind: 'refused' };
    throw thrown;
  }
}
