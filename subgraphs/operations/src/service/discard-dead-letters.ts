import { isId } from '@galleria/kit/identifiers';
import { discardReason, type DeadLetter } from '../domain/dead-letter.ts';
import { isFilter, type DeadLetterFilter } from '../domain/dead-letter-filter.ts';
import type { DeadLetterReader } from '../repository/dead-letter-reader.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';
import { MOST_AT_ONCE, waitingOf } from './replay-dead-letters.ts';

export type DiscardOutcome =
  | { readonly kind: 'discarded'; readonly letter: DeadLetter }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'resolved'; readonly letter: DeadLetter }
  | { readonly kind: 'invalid-reason' };

export type DiscardManyOutcome =
  | { readonly kind: 'discarded'; readonly count: number; readonly remaining: number }
  | { readonly kind: 'invalid-filter' | 'invalid-reason' };

/** What is given up, by whom (null for whoever holds the server), and why. */
export interface DiscardDeadLetters {
  one(id: string, by: string | null, reason: string): Promise<DiscardOutcome>;
  many(filter: DeadLetterFilter, by: string | null, reason: string): Promise<DiscardManyOutcome>;
}

export function createDiscardDeadLetters(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly reader: DeadLetterReader;
  readonly clock: () => Date;
}): DiscardDeadLetters {
  const { unitOfWork, reader, clock } = dependencies;
  const resolution = (reason: string, resolvedBy: string | null) =>
    ({ status: 'DISCARDED', resolvedAt: clock(), resolvedBy, reason }) as const;
  return {
    one: async (id, by, given) => {
      const reason = discardReason(given);
      if (reason === null) return { kind: 'invalid-reason' };
      return unitOfWork(async ({ deadLetters }): Promise<DiscardOutcome> => {
        const letter = isId(id) ? await deadLetters.lock(id) : null;
        if (letter === null) return { kind: 'unknown' };
        if (letter.status !== 'WAITING') return { kind: 'resolved', letter };
        const discarded = resolution(reason, by);
        await deadLetters.resolve([id], discarded);
        return { kind: 'discarded', letter: { ...letter, ...discarded } };
      });
    },
    many: async (filter, by, given) => {
      const reason = discardReason(given);
      if (reason === null) return { kind: 'invalid-reason' };
      if (!isFilter(filter)) return { kind: 'invalid-filter' };
      const waiting = waitingOf(filter);
      if (waiting === null) return { kind: 'discarded', count: 0, remaining: 0 };
      const ids = await reader.ids(waiting, MOST_AT_ONCE);
      const count = await unitOfWork(async ({ deadLetters }) => {
        const letters = await deadLetters.lockWaiting(ids);
        if (letters.length > 0)
          await deadLetters.resolve(
            letters.map((letter) => letter.id),
            resolution(reason, by),
          );
        return letters.length;
      });
      return { kind: 'discarded', count, remaining: await reader.count(waiting) };
    },
  };
}
