import { FORGET_AFTER_SECONDS, NOTHING_COUNTED, secondsToWait } from '../../domain/throttle.ts';
import { TRUST_SECONDS } from '../../domain/throttle-policies.ts';
import type { UnitOfWork, Work } from '../../repository/unit-of-work.ts';
import { countOneMore, countsOf, inSeconds, lockCounts } from './throttle-counts.ts';

export interface SignInAttempts {
  /** Seconds until another attempt of this client on this account is looked at; 0 when it is looked at now. */
  secondsToWait(email: string, client: string | null): Promise<number>;
  failed(email: string, client: string | null): Promise<void>;
  /** The account's count starts again, and the client is known to it from now on. */
  succeeded(work: Pick<Work, 'throttles'>, email: string, client: string | null): Promise<void>;
}

/**
 * Counts wrong passwords in the database, so that neither a restart nor another instance gives a guesser a fresh start.
 */
export function createSignInAttempts(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
}): SignInAttempts {
  const { unitOfWork, clock } = dependencies;
  return {
    secondsToWait: async (email, client) => {
      const counts = countsOf('sign-in', email, client);
      const stored = await unitOfWork(({ throttles }) => throttles.read(counts.map(({ key }) => key)));
      const now = clock();
      const isKnownClient = [...stored.values()].some(
        ({ trustedUntil }) => trustedUntil !== null && trustedUntil > now,
      );
      const waits = counts
        .filter(({ scope }) => scope !== 'account' || !isKnownClient)
        .map(({ key }) => secondsToWait(stored.get(key.toString('hex')) ?? NOTHING_COUNTED, now));
      return Math.max(...waits);
    },
    failed: (email, client) =>
      unitOfWork(async (work) => {
        const now = clock();
        await countOneMore(work, await lockCounts(work, countsOf('sign-in', email, client), now), now);
      }),
    succeeded: async ({ throttles }, email, client) => {
      const now = clock();
      for (const count of countsOf('sign-in', email, client)) {
        if (count.scope === 'client') continue;
        const trustedUntil = count.scope === 'account-and-client' ? inSeconds(now, TRUST_SECONDS) : null;
        const expiresAt = trustedUntil ?? inSeconds(now, FORGET_AFTER_SECONDS);
        await throttles.save(count, { ...NOTHING_COUNTED, trustedUntil }, expiresAt);
      }
    },
  };
}
