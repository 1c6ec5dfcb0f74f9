import type { ChargeOutcome } from './payment.ts';
import type { RefundOutcome } from './refund.ts';

/**
 * What a provider tells of its own accord. Events come late, again, and in any order: each says enough to be understood
 * alone.
 */
export type ProviderEvent = ChargeEvent | RefundEvent;

interface EventAbout {
  /** The provider's id of the event, the same whenever it is delivered. */
  readonly id: string;
  /** Our id of the payment, which the provider was given with the charge. */
  readonly paymentId: string;
  /** In the currency's smallest unit. */
  readonly amountMinor: number;
  /** ISO 4217. */
  readonly currency: string;
}

export interface ChargeEvent extends EventAbout {
  readonly kind: 'charge';
  readonly outcome: ChargeOutcome;
}

export interface RefundEvent extends EventAbout {
  readonly kind: 'refund';
  /** Our id of the refund; null when it was made at the provider by hand. */
  readonly refundId: string | null;
  /** The provider's name for the charge, which was captured if anything of it went back. */
  readonly chargeReference: string;
  readonly outcome: RefundOutcome;
}
