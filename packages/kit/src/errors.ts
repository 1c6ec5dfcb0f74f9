/** What went wrong, in terms a caller can act on; each kind maps to one HTTP-like meaning. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-many-requests'
  | 'unavailable'
  | 'internal';

export interface ErrorDefinition {
  readonly kind: ErrorKind;
  /** Shown to people. Programs and tests compare the code. */
  readonly message: string;
  /** Whether the same call may succeed later without any change. */
  readonly retriable?: boolean;
}

/** An expected failure with a stable code. Everything else that is thrown is a defect and is masked at the edge. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly retriable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, definition: ErrorDefinition, details: Readonly<Record<string, unknown>> = {}) {
    super(definition.message);
    this.code = code;
    this.kind = definition.kind;
    this.retriable = definition.retriable ?? false;
    this.details = details;
  }
}

export type ErrorRegistry<Code extends string> = {
  readonly [C in Code]: (details?: Readonly<Record<string, unknown>>) => ServiceError & { readonly code: C };
};

/**
 * Declares the errors of one service: `defineErrors({ ORDER_NOT_FOUND: { kind: 'not-found', message: '…' } })`
 * gives one function a code, `errors.ORDER_NOT_FOUND({ orderId })`, which makes the error to throw or return.
 */
export function defineErrors<Code extends string>(definitions: Record<Code, ErrorDefinition>): ErrorRegistry<Code> {
  const entries = Object.entries<ErrorDefinition>(definitions).map(([code, definition]) => [
    code,
    (details?: Readonly<Record<string, unknown>>) => new ServiceError(code, definition, details),
  ]);
  return Object.fromEntries(entries) as ErrorRegistry<Code>;
}

/** The refusals that every service shares. */
export const accessErrors = defineErrors({
  UNAUTHENTICATED: { kind: 'unauthenticated', message: 'Sign in first: this needs a valid access token.' },
  FORBIDDEN: { kind: 'forbidden', message: 'This account may not do that.' },
});

/** Narrows an unknown thrown value to an `Error`, so that a log line always has a message and a stack. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
