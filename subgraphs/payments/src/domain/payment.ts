import type { InvoiceLine } from './invoice.ts';
import type { Origin } from './origin.ts';

export type PaymentStatus = 'PENDING' | 'CAPTURED' | 'DECLINED' | 'CANCELLED';

/** The one charge of an order. Amounts are in the currency's smallest unit. */
export interface Payment {
  readonly id: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly customerId: string;
  readonly amountMinor: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly status: PaymentStatus;
  /** Why it was refused or called off: a stable code. */
  readonly reason: string | null;
  /** What was given back or is on its way. */
  readonly refundedMinor: number;
  readonly createdAt: Date;
}

/** A payment that the provider has not answered for, taken by one process to ask. */
export interface PendingPayment extends Omit<Payment, 'status' | 'reason' | 'refundedMinor'>, Origin {
  readonly paymentToken: string;
  /** Why it is to be called off; null while it is to be made. */
  readonly cancelReason: string | null;
  /** How often the provider was asked, this time included. */
  readonly attempts: number;
}

/** A payment that has just ended, with what is told of it. */
export interface SettledPayment extends Omit<Payment, 'status' | 'reason' | 'refundedMinor' | 'createdAt'>, Origin {
  /** What its invoice lists, and whom it addresses. */
  readonly lines: readonly InvoiceLine[] | null;
  readonly billTo: readonly string[];
}

/** What a provider says of a charge. Asked again under the same key, it says the same. */
export type ChargeOutcome =
  | { readonly kind: 'captured'; readonly reference: string }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'cancelled' };

/** How a payment ends. */
export type Settlement =
  | { readonly status: 'CAPTURED'; readonly reference: string }
  | { readonly status: 'DECLINED'; readonly reason: string }
  | { readonly status: 'CANCELLED'; readonly reason: string };

export type DisplayStatus = PaymentStatus | 'PARTIALLY_REFUNDED' | 'REFUNDED';

/**
 * What the provider is to be asked. A request without an answer may have charged all the same, so "nothing was charged"
 * can only be said after the provider has called the charge off: on request, or when it gave no answer for too long.
 */
export function nextRequest(
  payment: Pick<PendingPayment, 'cancelReason' | 'createdAt'>,
  now: Date,
  giveUpAfterMs: number,
): 'charge' | 'cancel-charge' {
  const isGivenUp = now.getTime() - payment.createdAt.getTime() >= giveUpAfterMs;
  return payment.cancelReason !== null || isGivenUp ? 'cancel-charge' : 'charge';
}

/** How the provider's word ends a payment. A charge that was called off without anybody's request was given up. */
export function settlementOf(payment: Pick<PendingPayment, 'cancelReason'>, outcome: ChargeOutcome): Settlement {
  switch (outcome.kind) {
    case 'captured':
      return { status: 'CAPTURED', reference: outcome.reference };
    case 'declined':
      return { status: 'DECLINED', reason: outcome.reason };
    case 'cancelled':
      return payment.cancelReason === null
        ? { status: 'DECLINED', reason: 'PROVIDER_UNAVAILABLE' }
        : { status: 'CANCELLED', reason: payment.cancelReason };
  }
}

const MIN_CHARGE_MINOR = 1;
/** Eight digits, the most that card networks carry. */
const MAX_CHARGE_MINOR = 99_999_999;

/** Whether an amount, in the currency's smallest unit, is one that a provider can be asked for. */
export function isChargeable(amountMinor: number): boolean {
  return amountMinor >= MIN_CHARGE_MINOR && amountMinor <= MAX_CHARGE_MINOR;
}

/** What is left of a capture to be given back; nothing of what was never captured. */
export function refundableMinor(payment: Pick<Payment, 'status' | 'amountMinor' | 'refundedMinor'>): number {
  return payment.status === 'CAPTURED' ? payment.amountMinor - payment.refundedMinor : 0;
}

export function displayStatus(payment: Pick<Payment, 'status' | 'amountMinor' | 'refundedMinor'>): DisplayStatus {
  if (payment.status !== 'CAPTURED' || payment.refundedMinor === 0) return payment.status;
  return refundableMinor(payment) === 0 ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
}
