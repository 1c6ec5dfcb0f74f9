import Stripe from 'stripe';
import { ServiceError } from '@galleria/kit/errors';
import { providerErrors } from '../domain/errors.ts';
import type { ChargeOutcome } from '../domain/payment.ts';

/**
 * What Stripe's codes of declines mean to a customer (https://docs.stripe.com/declines/codes); the others say no more
 * than that.
 */
const REASONS: Readonly<Record<string, string>> = {
  insufficient_funds: 'INSUFFICIENT_FUNDS',
  authentication_required: 'AUTHENTICATION_REQUIRED',
};
const DECLINED = 'PAYMENT_DECLINED';
const CONFLICT = 409;

/** How an intent stands. Throws PROVIDER_UNAVAILABLE while that is open. */
export function chargeOutcomeOf(intent: Stripe.PaymentIntent): ChargeOutcome {
  const { id, status, last_payment_error: error } = intent;
  if (status === 'succeeded') return { kind: 'captured', reference: id };
  if (status === 'canceled' || status === 'requires_payment_method') {
    return error === null ? { kind: 'cancelled' } : { kind: 'declined', reason: reasonOf(error) };
  }
  throw providerErrors.PROVIDER_UNAVAILABLE({ status });
}

/** What an error says of a charge that was asked for. Throws what leaves it open. */
export function refusalOf(thrown: unknown): ChargeOutcome {
  if (thrown instanceof Stripe.errors.StripeCardError) return { kind: 'declined', reason: reasonOf(thrown) };
  if (!isRefused(thrown)) throw thrown;
  if (thrown.code === 'payment_intent_unexpected_state' && thrown.payment_intent !== undefined) {
    return chargeOutcomeOf(thrown.payment_intent);
  }
  return { kind: 'declined', reason: thrown.code === 'resource_missing' ? 'INVALID_PAYMENT_TOKEN' : DECLINED };
}

/** Whether Stripe understood the request and will not do it. */
export function isRefused(thrown: unknown): thrown is Stripe.errors.StripeInvalidRequestError {
  return thrown instanceof Stripe.errors.StripeInvalidRequestError && thrown.statusCode !== CONFLICT;
}

/** A key that is in use is one whose first request is not over: it is asked for again, like whatever got no answer. */
export function toProviderError(thrown: unknown): unknown {
  if (thrown instanceof ServiceError) return thrown;
  const isMisuse = thrown instanceof Stripe.errors.StripeIdempotencyError && thrown.statusCode !== CONFLICT;
  if (isMisuse) return providerErrors.PROVIDER_KEY_MISUSED();
  const { type, code, requestId } = thrown instanceof Stripe.errors.StripeError ? thrown : {};
  return providerErrors.PROVIDER_UNAVAILABLE({ type, code, requestId });
}

export function reasonOf({
  code,
  decline_code: declineCode,
}: {
  code?: string | undefined;
  decline_code?: string | undefined;
}): string {
  return REASONS[declineCode ?? ''] ?? REASONS[code ?? ''] ?? DECLINED;
}
