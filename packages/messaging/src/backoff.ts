/** Waits that double from `firstMs` to at most `maxMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * How long to wait before the try that follows `failures` failures (1 or more): between half and the whole of the
 * exponential value, so that those who failed together do not come back together ("equal jitter").
 */
export function delayAfter(failures: number, backoff: Backoff, random: () => number = Math.random): number {
  const whole = Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(failures - 1, 30));
  return whole / 2 + (whole / 2) * random();
}

/** Resolves after `ms` milliseconds, or as soon as the signal aborts: look at the signal to tell which. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener('abort', wake);
  });
}

/**
 * Resolves with the promise or after `ms` milliseconds, whichever is first. Rejections are swallowed: it is for ways
 * out.
 */
export async function atMost(ms: number, promise: Promise<unknown>): Promise<void> {
  const deadline = new AbortController();
  const settled = promise.then(
    () => deadline.abort(),
    () => deadline.abort(),
  );
  await Promise.race([settled, sleep(ms, deadline.signal)]);
}
