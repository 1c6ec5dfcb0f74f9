/**
 * What set a payment or refund in motion, kept so that what follows, even after a restart, can be told to belong to it.
 */
export interface Origin {
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly traceparent: string | null;
}

/** Of an erased customer: the ids of a request are texts of a client's making. */
export function erasedOrigin(orderId: string): Origin {
  return { correlationId: orderId, causationId: null, traceparent: null };
}
