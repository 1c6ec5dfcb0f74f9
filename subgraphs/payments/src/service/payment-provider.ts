import type { ChargeOutcome } from '../domain/payment.ts';
import type { ProviderEvent } from '../domain/provider-event.ts';
import type { BookEntry } from '../domain/reconciliation.ts';
import type { RefundOutcome } from '../domain/refund.ts';

/** A webhook as it arrived. Its signature is over these very bytes. */
export interface WebhookDelivery {
  readonly body: Buffer;
  /** A header, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
}

/**
 * The company that moves the money. Every request carries a key, and the same key has one effect and one answer,
 * however often it comes. A request that throws may have taken effect: it is made again. Requests end when their signal
 * does.
 */
export interface PaymentProvider {
  /** In lower case; its webhooks arrive at `/webhooks/<name>`. */
  readonly name: string;
  charge(
    request: {
      readonly idempotencyKey: string;
      readonly paymentToken: string;
      readonly amountMinor: number;
      readonly currency: string;
    },
    signal: AbortSignal,
  ): Promise<ChargeOutcome>;
  /** Never to charge under this key any more; tells what became of it, which may be a capture made before. */
  cancelCharge(
    request: { readonly idempotencyKey: string; readonly amountMinor: number; readonly currency: string },
    signal: AbortSignal,
  ): Promise<ChargeOutcome>;
  refund(
    request: {
      readonly idempotencyKey: string;
      readonly chargeReference: string;
      readonly amountMinor: number;
    },
    signal: AbortSignal,
  ): Promise<RefundOutcome>;
  /**
   * Verifies and reads a webhook; null for an event that says nothing about charges and refunds. Throws
   * WEBHOOK_NOT_AUTHENTIC, WEBHOOK_MALFORMED, and PROVIDER_UNAVAILABLE where the provider has to be asked what it
   * means.
   */
  readWebhook(delivery: WebhookDelivery): Promise<ProviderEvent | null>;
  /** The provider's books since a moment: all charges, then all refunds, or mixed. */
  ledger(since: Date): AsyncIterable<BookEntry>;
}
