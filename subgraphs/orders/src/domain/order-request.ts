import type { Money } from './money.ts';

/** What a client sends to place an order. */
export interface OrderRequest {
  readonly idempotencyKey: string;
  readonly paymentToken: string;
  readonly shippingAddressId: string;
  /**
   * What the customer saw the cart to cost; not told by clients that do not ask. It is no part of what makes two
   * requests the same.
   */
  readonly expectedTotal?: Money | null | undefined;
}

export type RequestProblem = 'invalid-idempotency-key' | 'invalid-payment-token';

const IDEMPOTENCY_KEY = /^[^\p{Cc}]{8,100}$/u;
const PAYMENT_TOKEN = /^[^\p{Cc}]{1,200}$/u;

/** What is wrong with the request in itself; null when nothing is. */
export function requestProblem(request: OrderRequest): RequestProblem | null {
  if (!IDEMPOTENCY_KEY.test(request.idempotencyKey)) return 'invalid-idempotency-key';
  return PAYMENT_TOKEN.test(request.paymentToken) ? null : 'invalid-payment-token';
}
