import { createHash } from 'node:crypto';
import {
  afterFailure,
  FORGET_AFTER_SECONDS,
  NO_FAILURES,
  secondsToWait,
  TRUST_SECONDS,
  type ThrottleScope,
} from '../domain/sign-in-throttle.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

export interface SignInAttempts {
  /** Seconds until another attempt of this client on this account is looked at; 0 when it is looked at now. */
  secondsToWait(email: string, client: string | null): Promise<number>;
  failed(email: string, client: string | null): Promise<void>;
  /** The account's count starts again, and the client is known to it from now on. */
  succeeded(work: Pick<Work, 'throttles'>, email: string, client: string | null): Promise<void>;
}

interface Count {
  readonly scope: ThrottleScope;
  readonly key: Buffer;
}

/** Counts wrong passwords in the database, so that neither a restart nor another instance gives a guesser a fresh start. */
export function createSignInAttempts(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
}): SignInAttempts {
  const { unitOfWork, clock } = dependencies;
  return {
    secondsToWait: async (email, client) => {
      const counts = countsOf(email, client);
      const stored = await unitOfWork(({ throttles }) => throttles.read(counts.map(({ key }) => key)));
      const now = clock();
      const isKnownClient = [...stored.values()].some(
        ({ trustedUntil }) => trustedUntil !== null && trustedUntil > now,
      );
      const waits = counts
        .filter(({ scope }) => scope !== 'account' || !isKnownClient)
        .map(({ key }) => secondsToWait(stored.get(key.toString('hex')) ?? NO_FAILURES, now));
      return Math.max(...waits);
    },
    failed: (email, client) => unitOfWork((work) => countFailure(work, countsOf(email, client), clock())),
    succeeded: async ({ throttles }, email, client) => {
      const now = clock();
      for (const { scope, key } of countsOf(email, client)) {
        if (scope === 'client') continue;
        const trustedUntil = scope === 'account-and-client' ? inSeconds(now, TRUST_SECONDS) : null;
        await throttles.save(
          key,
          { ...NO_FAILURES, trustedUntil },
          trustedUntil ?? inSeconds(now, FORGET_AFTER_SECONDS),
        );
      }
    },
  };
}

async function countFailure(
  { throttles }: Pick<Work, 'throttles'>,
  counts: readonly Count[],
  now: Date,
): Promise<void> {
  for (const { scope, key } of counts) {
    const forgottenAt = inSeconds(now, FORGET_AFTER_SECONDS);
    const stored = await throttles.lock(key, forgottenAt);
    const { trustedUntil } = stored;
    const expiresAt = trustedUntil !== null && trustedUntil > forgottenAt ? trustedUntil : forgottenAt;
    await throttles.save(key, { ...afterFailure(scope, stored, now), trustedUntil }, expiresAt);
  }
}

/** In the order of their keys, in which they are locked. A client of unknown address is not counted by itself. */
function countsOf(email: string, client: string | null): Count[] {
  const account = { scope: 'account', key: keyOf('account', email) } as const;
  if (client === null) return [account];
  const counts: Count[] = [
    account,
    { scope: 'account-and-client', key: keyOf('account-and-client', email, client) },
    { scope: 'client', key: keyOf('client', client) },
  ];
  return counts.sort((a, b) => Buffer.compare(a.key, b.key));
}

function keyOf(...parts: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

function inSeconds(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1_000);
}
