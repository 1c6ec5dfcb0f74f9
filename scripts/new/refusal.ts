/** Nothing was written: what was asked for cannot be, and the message says what can. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code = 'NEW_REFUSED';
  readonly kind = 'invalid';
  readonly retriable = false;
}
