/** An error as Stripe puts it (https://docs.stripe.com/api/errors). */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly error: Readonly<Record<string, unknown>>;

  constructor(status: number, error: Readonly<Record<string, unknown>>) {
    super(String(error['message']));
    this.status = status;
    this.error = error;
  }
}

export const IDEMPOTENCY_ERROR = {
  type: 'idempotency_error',
  message: 'Keys for idempotent requests can only be used with the same parameters they were first used with.',
};

export const KEY_IN_USE = {
  type: 'idempotency_error',
  code: 'idempotency_key_in_use',
  message: 'There is currently another in-progress request using this key.',
};

export function missing(what: string, id: string, param: string): StripeRefusal {
  const error = { type: 'invalid_request_error', code: 'resource_missing', param, message: `No such ${what}: '${id}'` };
  return new StripeRefusal(what === 'PaymentMethod' ? 400 : 404, error);
}

export function invalid(code: string, message: string, extra: Readonly<Record<string, unknown>> = {}): StripeRefusal {
  return new StripeRefusal(400, { type: 'invalid_request_error', code, message, ...extra });
}
