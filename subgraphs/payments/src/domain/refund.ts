import type { Origin } from './origin.ts';

/** Money that goes back, in the currency's smallest unit. */
export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly reason: string;
  readonly createdAt: Date;
}

/** As it is shown with its payment. */
export interface KnownRefund extends Refund {
  /** The provider does not give it back. */
  readonly isRefused: boolean;
}

/** A refund that the provider has not answered for, taken by one process to ask. */
export interface PendingRefund extends Omit<Refund, 'createdAt' | 'reason'>, Origin {
  readonly orderId: string;
  /** The provider's name for the charge. */
  readonly chargeReference: string;
  readonly attempts: number;
}

/** A refund that has just ended, with what is told of it. */
export interface EndedRefund extends Omit<Refund, 'createdAt'>, Origin {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly customerId: string;
  readonly currency: string;
}

/** What a provider says of a refund. Asked again under the same key, it says the same. */
export type RefundOutcome =
  | { readonly kind: 'refunded'; /** The provider's name for it. */ readonly reference: string }
  | { readonly kind: 'refused' };

/** A reason that the saga gives; what else is written there, a person wrote. */
const CODE = /^[A-Z][A-Z_]+$/;
/** What is left of a person's reason when the customer is erased: it may name them. */
export const ERASED_REASON = 'ERASED';

export function withoutPerson(reason: string): string {
  return CODE.test(reason) ? reason : ERASED_REASON;
}

const MAX_REASON_LENGTH = 200;
const MIN_KEY_LENGTH = 8;
const MAX_KEY_LENGTH = 100;

/**
 * Why a request to refund makes no sense in itself; null when it does. Without an amount it asks for all that is left.
 */
export function refundProblem(request: {
  readonly amountMinor: number | null;
  readonly reason: string;
  readonly idempotencyKey: string;
}): string | null {
  const { amountMinor, reason, idempotencyKey } = request;
  if (amountMinor !== null && amountMinor < 1) return 'The amount must be more than nothing.';
  const { length } = reason.trim();
  if (length < 1 || length > MAX_REASON_LENGTH) return `The reason must have 1 to ${MAX_REASON_LENGTH} characters.`;
  if (idempotencyKey.length < MIN_KEY_LENGTH || idempotencyKey.length > MAX_KEY_LENGTH) {
    return `The idempotency key must have ${MIN_KEY_LENGTH} to ${MAX_KEY_LENGTH} characters.`;
  }
  if (`${reason}${idempotencyKey}`.includes('\0')) return 'Reason and idempotency key must be text.';
  return null;
}
