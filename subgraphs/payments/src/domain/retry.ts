const FIRST_MS = 200;
const MAX_MS = 30_000;

/**
 * How long to wait after the provider gave no answer for the n-th time, in milliseconds: 200, 400, 800 … up to half a
 * minute.
 */
export function retryDelayMs(attempts: number): number {
  return Math.min(FIRST_MS * 2 ** (attempts - 1), MAX_MS);
}
