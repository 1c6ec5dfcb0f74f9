/** What is counted together: one account from one client, all clients of an account, all accounts of a client. */
export type ThrottleScope = 'account-and-client' | 'account' | 'client';

/** The count of one scope. */
export interface ThrottleState {
  readonly failures: number;
  readonly lastFailedAt: Date | null;
  readonly blockedUntil: Date | null;
}

interface ThrottlePolicy {
  /** Wrong passwords in a row without any wait. */
  readonly free: number;
  /** The wait after the next one; each further one doubles it. */
  readonly firstWaitSeconds: number;
  readonly maxWaitSeconds: number;
}

/**
 * A wait that lasts is only ever for the one who guesses: the account by itself waits half a minute at most, and not at
 * all for a client from which its owner has signed in before. So nobody can lock somebody else out.
 */
const POLICIES: Readonly<Record<ThrottleScope, ThrottlePolicy>> = {
  'account-and-client': { free: 5, firstWaitSeconds: 5, maxWaitSeconds: 900 },
  account: { free: 10, firstWaitSeconds: 2, maxWaitSeconds: 30 },
  client: { free: 50, firstWaitSeconds: 10, maxWaitSeconds: 900 },
};

/** A count starts again when nothing went wrong for this long. */
export const FORGET_AFTER_SECONDS = 3_600;
/** How long a client stays known for an account after a sign-in. */
export const TRUST_SECONDS = 30 * 86_400;

export const NO_FAILURES: ThrottleState = { failures: 0, lastFailedAt: null, blockedUntil: null };

/** Seconds, rounded up, until the next attempt is looked at; 0 when it is looked at now. */
export function secondsToWait(state: ThrottleState, now: Date): number {
  const milliseconds = (state.blockedUntil?.getTime() ?? 0) - now.getTime();
  return Math.max(0, Math.ceil(milliseconds / 1_000));
}

/** The state after one more wrong password. */
export function afterFailure(scope: ThrottleScope, state: ThrottleState, now: Date): ThrottleState {
  const { free, firstWaitSeconds, maxWaitSeconds } = POLICIES[scope];
  const failures = isForgotten(state, now) ? 1 : state.failures + 1;
  const beyond = failures - free;
  if (beyond < 0) return { failures, lastFailedAt: now, blockedUntil: null };
  const waitSeconds = Math.min(maxWaitSeconds, firstWaitSeconds * 2 ** Math.min(beyond, 30));
  return { failures, lastFailedAt: now, blockedUntil: new Date(now.getTime() + waitSeconds * 1_000) };
}

function isForgotten({ lastFailedAt }: ThrottleState, now: Date): boolean {
  return lastFailedAt === null || now.getTime() - lastFailedAt.getTime() > FORGET_AFTER_SECONDS * 1_000;
}
