import { createHash } from 'node:crypto';
import { clientNetwork } from '@galleria/kit/client-network';
import { afterOneMore, FORGET_AFTER_SECONDS, type ThrottlePolicy, type ThrottleScope } from '../../domain/throttle.ts';
import { THROTTLE_POLICIES, type Throttled } from '../../domain/throttle-policies.ts';
import type { StoredThrottle, ThrottleRow } from '../../repository/throttle-repository.ts';
import type { Work } from '../../repository/unit-of-work.ts';

/** One of the counts that an attempt belongs to. */
export interface Count extends ThrottleRow {
  readonly scope: ThrottleScope;
  readonly policy: ThrottlePolicy;
}

/** In the order of their keys, in which they are locked. A client of unknown address is not counted by itself. */
export function countsOf(what: Throttled, email: string, client: string | null): Count[] {
  const emailKey = emailKeyOf(email);
  const count = (scope: ThrottleScope, about: Buffer | null, ...parts: readonly string[]): Count => ({
    scope,
    policy: THROTTLE_POLICIES[what][scope],
    key: hashOf(what, scope, ...parts),
    emailKey: about,
  });
  const account = count('account', emailKey, email);
  if (client === null) return [account];
  const network = clientNetwork(client);
  const counts = [account, count('account-and-client', emailKey, email, network), count('client', null, network)];
  return counts.sort((a, b) => Buffer.compare(a.key, b.key));
}

/** By which all counts about an address are found. */
export function emailKeyOf(email: string): Buffer {
  return hashOf('email', email);
}

/** Writes down one more; the rows are locked. */
export async function countOneMore(
  { throttles }: Pick<Work, 'throttles'>,
  counted: readonly { readonly count: Count; readonly stored: StoredThrottle }[],
  now: Date,
): Promise<void> {
  const forgottenAt = inSeconds(now, FORGET_AFTER_SECONDS);
  for (const { count, stored } of counted) {
    const { trustedUntil } = stored;
    const expiresAt = trustedUntil !== null && trustedUntil > forgottenAt ? trustedUntil : forgottenAt;
    await throttles.save(count, { ...afterOneMore(count.policy, stored, now), trustedUntil }, expiresAt);
  }
}

/** Each count as it stands, kept from others until the transaction ends. */
export async function lockCounts(
  { throttles }: Pick<Work, 'throttles'>,
  counts: readonly Count[],
  now: Date,
): Promise<{ readonly count: Count; readonly stored: StoredThrottle }[]> {
  const forgottenAt = inSeconds(now, FORGET_AFTER_SECONDS);
  const locked = [];
  for (const count of counts) locked.push({ count, stored: await throttles.lock(count, forgottenAt) });
  return locked;
}

export function inSeconds(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1_000);
}

function hashOf(...parts: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}
