import type { ChargeOutcome } from '../domain/payment.ts';
import type { RefundOutcome } from '../domain/refund.ts';

/**
 * The company that moves the money. Every request carries a key, and the same key has one effect and one answer, however often it
 * comes. A request that throws may have taken effect: it is made again. Requests end when their signal does.
 */
export interface PaymentProvider {
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
  cancelCharge(idempotencyKey: string, signal: AbortSignal): Promise<ChargeOutcome>;
  refund(
    request: { readonly idempotencyKey: string; readonly chargeReference: string; readonly amountMinor: number },
    signal: AbortSignal,
  ): Promise<RefundOutcome>;
}
