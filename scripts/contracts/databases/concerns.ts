import { describeChange, type Change, type PlacedChange } from './change.ts';

/** Something that a change does to data, or to those who wait, and what to do about it. */
export interface Concern {
  readonly code: 'MIGRATION_DESTROYS' | 'MIGRATION_LOCKS' | 'PREVIOUS_RELEASE_MAY_BREAK';
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
}

/** A concern with the change that it is about: `what` is how an approval names it. */
export interface PlacedConcern extends Concern {
  readonly what: string;
  readonly offset: number;
}

/**
 * What a reviewer has to know about a migration. Tables that it makes itself are empty and nobody else's: whatever
 * happens to them is of no concern.
 */
export function concernsAbout(changes: readonly PlacedChange[], look: (change: Change) => Concern[]): PlacedConcern[] {
  const own = new Set<string>();
  return changes.flatMap(({ change, offset }) => {
    if (change.kind === 'create table') own.add(change.table);
    if ('table' in change && own.has(change.table)) return [];
    return look(change).map((concern) => ({ ...concern, what: describeChange(change), offset }));
  });
}
