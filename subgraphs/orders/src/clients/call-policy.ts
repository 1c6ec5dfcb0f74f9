import type { Logger } from '@galleria/kit/logger';
import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleAll,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';

export interface CallPolicyOptions {
  /** The service called, for the log. */
  readonly service: string;
  /** For one try. */
  readonly timeoutMs: number;
  /** Failed tries in a row that open the breaker. */
  readonly failuresToOpen: number;
  /** How long the breaker stays open; then one try decides. */
  readonly openMs: number;
  readonly logger: Logger;
}

/** Runs a call that reads only, so that it may be made twice. `signal` aborts when its time is over. */
export type CallPolicy = <T>(call: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * A timeout around each try, a circuit breaker that counts tries, and one retry, which an open breaker refuses at once:
 * two timeouts are the longest that a caller waits, and a service that is away is not asked at all for a while.
 */
export function createCallPolicy(options: CallPolicyOptions): CallPolicy {
  const { service, logger } = options;
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: options.openMs,
    breaker: new ConsecutiveBreaker(options.failuresToOpen),
  });
  breaker.onStateChange((state) => {
    const level = state === CircuitState.Closed ? 'info' : 'warn';
    logger[level]({ service, breaker: CircuitState[state] }, 'the circuit breaker changed its state');
  });
  const policy = wrap(
    retry(handleAll, { maxAttempts: 1 }),
    breaker,
    timeout(options.timeoutMs, TimeoutStrategy.Aggressive),
  );
  // A parent signal for each call: the library's default is one for all, which gathers a listener from every call under
  // way.
  return (call) => policy.execute(({ signal }) => call(signal), new AbortController().signal);
}
