import type { Backoff } from '../backoff.ts';

/** How often, and how far apart, a failed message is tried again before it becomes a dead letter. */
export interface RetryPolicy extends Backoff {
  /** Tries in all. */
  readonly attempts: number;
}

/** About 45 seconds in all: long enough for a provider or a neighbour to restart. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = { attempts: 12, firstMs: 50, maxMs: 10_000 };

/**
 * Whether a failure will be the same however often the message is tried: only what a handler refuses itself, with
 * `retriable: false`. Anything else may be the moment's, and no list of a server's errors is ever complete: a primary
 * that was demoted, a login that fails while a password is changed, a statement that timed out.
 */
export function isFinal(error: Error): boolean {
  return 'retriable' in error && error.retriable === false;
}
