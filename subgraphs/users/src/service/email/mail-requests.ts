import { secondsToWait } from '../../domain/throttle.ts';
import type { Throttled } from '../../domain/throttle-policies.ts';
import type { Work } from '../../repository/unit-of-work.ts';
import { countOneMore, countsOf, lockCounts } from '../session/throttle-counts.ts';

/** Whether a mail that somebody asked for is sent. */
export type MailRequest =
  | { readonly kind: 'send' }
  /** The account had several lately, from whomever: what was sent last still works. */
  | { readonly kind: 'sent-lately'; readonly retryAfterSeconds: number }
  /** This client asks too often. */
  | { readonly kind: 'too-many-attempts'; readonly retryAfterSeconds: number };

/**
 * Counts a request for a mail, whether or not an account has the address. Two at once are counted one after the other.
 */
export async function countMailRequest(
  work: Pick<Work, 'throttles'>,
  what: Exclude<Throttled, 'sign-in'>,
  request: { readonly email: string; readonly client: string | null; readonly now: Date },
): Promise<MailRequest> {
  const { email, client, now } = request;
  const locked = await lockCounts(work, countsOf(what, email, client), now);
  const ofAccount = locked.filter(({ count }) => count.scope === 'account');
  const ofClient = locked.filter(({ count }) => count.scope !== 'account');
  const wait = (counts: typeof locked) => Math.max(0, ...counts.map(({ stored }) => secondsToWait(stored, now)));

  if (wait(ofClient) > 0) return { kind: 'too-many-attempts', retryAfterSeconds: wait(ofClient) };
  const retryAfterSeconds = wait(ofAccount);
  await countOneMore(work, retryAfterSeconds > 0 ? ofClient : locked, now);
  return retryAfterSeconds > 0 ? { kind: 'sent-lately', retryAfterSeconds } : { kind: 'send' };
}
