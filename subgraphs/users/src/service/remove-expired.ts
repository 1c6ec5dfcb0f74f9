import type { UnitOfWork } from '../repository/unit-of-work.ts';

/**
 * Sessions stay this long after their end, so that a stolen token that turns up late is still recognised as one of
 * theirs.
 */
const KEEP_SESSIONS_MS = 7 * 86_400_000;

/**
 * Removes what no longer matters: sessions and links that ran out, counts that are forgotten, and keys whose last token
 * has expired.
 */
export function createRemoveExpired(dependencies: { readonly unitOfWork: UnitOfWork; readonly clock: () => Date }) {
  return async (): Promise<void> => {
    const now = dependencies.clock();
    await dependencies.unitOfWork(({ throttles }) => throttles.removeExpired(now));
    await dependencies.unitOfWork(({ oneTimeTokens }) => oneTimeTokens.removeExpired(now));
    await dependencies.unitOfWork(({ signingKeys }) => signingKeys.removeRetired(now));
    await dependencies.unitOfWork(({ sessions }) => sessions.removeExpired(new Date(now.getTime() - KEEP_SESSIONS_MS)));
  };
}
