import { remainingMs } from '@galleria/kit/deadline';
import type { Logger } from '@galleria/kit/logger';
import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
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

/** How long one try may take; `signal` aborts when that is over. */
export interface Patience {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Runs a call that reads only, so that it may be made twice. */
export type CallPolicy = <T>(call: (patience: Patience) => Promise<T>) => Promise<T>;

/**
 * A timeout around each try, a circuit breaker that counts tries, and one retry, which an open breaker refuses at once:
 * two timeouts are the longest that a caller waits, and a service that is away is not asked at all for a while. Where
 * whoever asks this process waits for less, so does the call, and what comes of that is not the service's fault.
 */
export function createCallPolicy(options: CallPolicyOptions): CallPolicy {
  const { service, logger } = options;
  const itsFault = handleWhen((error) => !(error instanceof NobodyWaits));
  const breaker = circuitBreaker(itsFault, {
    halfOpenAfter: options.openMs,
    breaker: new ConsecutiveBreaker(options.failuresToOpen),
  });
  breaker.onStateChange((state) => {
    const level = state === CircuitState.Closed ? 'info' : 'warn';
    logger[level]({ service, breaker: CircuitState[state] }, 'the circuit breaker changed its state');
  });
  const policy = wrap(
    retry(itsFault, { maxAttempts: 1 }),
    breaker,
    timeout(options.timeoutMs, TimeoutStrategy.Aggressive),
  );
  // A parent signal for each call: the library's default is one for all, which gathers a listener from every call under
  // way.
  return (call) =>
    policy.execute(
      ({ signal }) => whileWaitedFor({ timeoutMs: options.timeoutMs, signal }, call),
      new AbortController().signal,
    );
}

class NobodyWaits extends Error {
  override readonly name = 'NobodyWaits';
}

async function whileWaitedFor<T>(
  { timeoutMs, signal }: Patience,
  call: (patience: Patience) => Promise<T>,
): Promise<T> {
  const leftMs = Math.floor(remainingMs());
  if (leftMs >= timeoutMs) return call({ timeoutMs, signal });
  if (leftMs < 1) throw new NobodyWaits();
  const over = AbortSignal.timeout(leftMs);
  try {
    return await call({ timeoutMs: leftMs, signal: AbortSignal.any([signal, over]) });
  } catch (thrown) {
    throw over.aborted ? new NobodyWaits() : thrown;
  }
}
