/** The count of one scope: of an account, a client, or the two together. */
export interface ThrottleState {
  readonly failures: number;
  readonly lastFailedAt: Date | null;
  readonly blockedUntil: Date | null;
}

/** What is counted together: one account from one client, all clients of an account, all accounts of a client. */
export type ThrottleScope = 'account-and-client' | 'account' | 'client';

export interface ThrottlePolicy {
  /** How many in a row there are without any wait. */
  readonly free: number;
  /** The wait after the next one; each further one doubles it. */
  readonly firstWaitSeconds: number;
  readonly maxWaitSeconds: number;
}

/** A count starts again when there was nothing to count for this long. */
export const FORGET_AFTER_SECONDS = 3_600;

export const NOTHING_COUNTED: ThrottleState = { failures: 0, lastFailedAt: null, blockedUntil: null };

/** Seconds, rounded up, until the next attempt is looked at; 0 when it is looked at now. */
export function secondsToWait(state: ThrottleState, now: Date): number {
  const milliseconds = (state.blockedUntil?.getTime() ?? 0) - now.getTime();
  return Math.max(0, Math.ceil(milliseconds / 1_000));
}

/** The state after one more. */
export function afterOneMore(policy: ThrottlePolicy, state: ThrottleState, now: Date): ThrottleState {
  const { free, firstWaitSeconds, maxWaitSeconds } = policy;
  const failures = isForgotten(state, now) ? 1 : state.failures + 1;
  const beyond = failures - free;
  if (beyond < 0) return { failures, lastFailedAt: now, blockedUntil: null };
  const waitSeconds = Math.min(maxWaitSeconds, firstWaitSeconds * 2 ** Math.min(beyond, 30));
  return { failures, lastFailedAt: now, blockedUntil: new Date(now.getTime() + waitSeconds * 1_000) };
}

function isForgotten({ lastFailedAt }: ThrottleState, now: Date): boolean {
  return lastFailedAt === null || now.getTime() - lastFailedAt.getTime() > FORGET_AFTER_SECONDS * 1_000;
}
