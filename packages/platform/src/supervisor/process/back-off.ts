const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

/** A process that was ready this long before it crashed starts a new series. */
export const STABLE_AFTER_MS = 10_000;

/**
 * Milliseconds to wait after the n-th crash in a row (from 1): doubling, so that one crash costs little and a loop does
 * too.
 */
export function restartDelay(crashes: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (crashes - 1));
}
