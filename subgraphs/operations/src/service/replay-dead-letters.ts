import { isId } from '@galleria/kit/identifiers';
import { isReplayable, replayableSince, type DeadLetter } from '../domain/dead-letter.ts';
import { isFilter, searchOf, type DeadLetterFilter } from '../domain/dead-letter-filter.ts';
import type { DeadLetterReader } from '../repository/dead-letter-reader.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

/** As many as one transaction decides about. */
export const MOST_AT_ONCE = 500;

export type ReplayOutcome =
  | { readonly kind: 'replayed'; readonly letter: DeadLetter }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'resolved'; readonly letter: DeadLetter }
  | { readonly kind: 'not-replayable' };

export type ReplayManyOutcome =
  | { readonly kind: 'replayed'; readonly count: number; readonly notReplayable: number; readonly remaining: number }
  | { readonly kind: 'invalid-filter' };

export interface ReplayDeadLetters {
  /** `by` is the administrator; null for whoever holds the server. */
  one(id: string, by: string | null): Promise<ReplayOutcome>;
  many(filter: DeadLetterFilter, by: string | null): Promise<ReplayManyOutcome>;
}

export function createReplayDeadLetters(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly reader: DeadLetterReader;
  readonly clock: () => Date;
}): ReplayDeadLetters {
  const { unitOfWork, reader, clock } = dependencies;
  return {
    one: (id, by) =>
      unitOfWork(async (work) => {
        const letter = isId(id) ? await work.deadLetters.lock(id) : null;
        if (letter === null) return { kind: 'unknown' };
        if (letter.status !== 'WAITING') return { kind: 'resolved', letter };
        const now = clock();
        if (!isReplayable(letter, now)) return { kind: 'not-replayable' };
        const [replayed = letter] = await replay(work, [letter], by, now);
        return { kind: 'replayed', letter: replayed };
      }),
    many: async (filter, by) => {
      if (!isFilter(filter)) return { kind: 'invalid-filter' };
      const now = clock();
      const waiting = waitingOf(filter);
      if (waiting === null) return { kind: 'replayed', count: 0, notReplayable: 0, remaining: 0 };
      const since = replayableSince(now);
      const failedFrom = filter.failedFrom != null && filter.failedFrom > since ? filter.failedFrom : since;
      const replayable = { ...waiting, isWhole: true, failedFrom };
      const ids = await reader.ids(replayable, MOST_AT_ONCE);
      const replayed = await unitOfWork(async (work) => replay(work, await work.deadLetters.lockWaiting(ids), by, now));
      const [left, remaining] = await Promise.all([reader.count(waiting), reader.count(replayable)]);
      return { kind: 'replayed', count: replayed.length, notReplayable: left - remaining, remaining };
    },
  };
}

/** Those that match and wait; null where none can. */
export function waitingOf(filter: DeadLetterFilter) {
  const search = searchOf(filter);
  const canWait = filter.statuses == null || filter.statuses.includes('WAITING');
  return search === null || !canWait ? null : { ...search, statuses: ['WAITING'] as const };
}

async function replay(
  { deadLetters }: Work,
  letters: readonly DeadLetter[],
  resolvedBy: string | null,
  resolvedAt: Date,
): Promise<DeadLetter[]> {
  const resolution = { status: 'REPLAYED', resolvedAt, resolvedBy, reason: null } as const;
  // In the order in which they failed: those of one aggregate keep theirs.
  for (const letter of letters) await deadLetters.sendAgain(letter);
  const ids = letters.map(({ id }) => id);
  if (ids.length > 0) await deadLetters.resolve(ids, resolution);
  return letters.map((letter) => ({ ...letter, ...resolution }));
}
