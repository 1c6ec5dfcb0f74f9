/**
 * What a checkout has gathered. It lives in the history entry: a reload keeps it, Back goes back in it, another tab has
 * its own.
 */
export interface CheckoutState {
  /** Names the intended order. With it a second click, a reload or Back makes no second order. */
  readonly idempotencyKey: string;
  readonly addressId: string | undefined;
  readonly payment: PaymentMethod | undefined;
}

export const PAYMENT_METHODS = ['tok_success', 'tok_declined', 'tok_insufficient_funds', 'tok_slow'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export const STEPS = ['address', 'payment', 'review'] as const;
export type Step = (typeof STEPS)[number];
/** Leaves a step with what was chosen in it. */
export type GoTo = (step: Step, change: Partial<CheckoutState>) => void;

/** A history entry of ours, or a new checkout. */
export function readCheckoutState(state: unknown, newKey: () => string): CheckoutState {
  const { idempotencyKey, addressId, payment } = (typeof state === 'object' ? (state ?? {}) : {}) as Partial<
    Record<keyof CheckoutState, unknown>
  >;
  return {
    idempotencyKey: typeof idempotencyKey === 'string' ? idempotencyKey : newKey(),
    addressId: typeof addressId === 'string' ? addressId : undefined,
    payment: PAYMENT_METHODS.find((method) => method === payment),
  };
}

/** The step that the address names, or the first one that is not done: nobody reviews what was not chosen. */
export function stepOf(wanted: string | null, { addressId, payment }: CheckoutState): Step {
  const step = STEPS.find((name) => name === wanted) ?? 'address';
  if (addressId === undefined) return 'address';
  return payment === undefined && step === 'review' ? 'payment' : step;
}
