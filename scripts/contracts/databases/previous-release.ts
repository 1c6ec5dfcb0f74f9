import type { Change, Column } from './change.ts';
import type { Concern } from './concerns.ts';
import type { DatabaseShape } from './database-shape.ts';

/** Why statements that were written for one shape of a database fail on another. */
export interface Break {
  readonly table: string;
  readonly column: string | undefined;
  readonly message: string;
}

/**
 * While a release is rolled out, and after it is rolled back, code of the release before runs on the new shape. It
 * selects and writes the columns that it knows, leaves out those that have a default or may be null, and knows no
 * others.
 */
export function breaksOf(released: DatabaseShape, now: DatabaseShape): Break[] {
  return [...released].flatMap(([table, columns]) => {
    const present = now.get(table);
    if (present === undefined) return [{ table, column: undefined, message: `${table} is gone` }];
    const known = [...columns.values()].flatMap((column) => breaksOfColumn(table, column, present.get(column.name)));
    const unknown = [...present.values()]
      .filter(({ name }) => !columns.has(name))
      .flatMap((column) => breaksOfNew(table, column));
    return [...known, ...unknown];
  });
}

function breaksOfColumn(table: string, before: Column, after: Column | undefined): Break[] {
  const column = before.name;
  const broken = (message: string) => [{ table, column, message: `${table}.${column} ${message}` }];
  if (after === undefined) return broken('is gone, and is selected and written');
  if (after.type !== before.type) return broken(`was ${before.type} and is ${after.type}`);
  if (before.isNullable && !after.isNullable) return broken('must not be null any more, and may be written so');
  if (before.hasDefault && !after.hasDefault && !after.isNullable) {
    return broken('has no default any more, and may be left out');
  }
  return [];
}

function breaksOfNew(table: string, { name, isNullable, hasDefault }: Column): Break[] {
  if (isNullable || hasDefault) return [];
  return [{ table, column: name, message: `${table}.${name} must not be null, has no default, and is left out` }];
}

/** What the release before may write and the database refuses, or may read and not know; nobody can tell from here. */
export function doubtsAbout(change: Change): Concern[] {
  if (change.kind === 'add constraint' && change.constraint !== 'primary key') {
    return doubt(
      `the release before may write to ${change.table} what ${change.name} refuses`,
      'Look at what it writes: a constraint belongs a release after the code that keeps to it.',
    );
  }
  if (change.kind === 'create index' && change.isUnique) {
    return doubt(
      `the release before may write to ${change.table} what is there twice for ${change.name}`,
      'Look at what it writes: a unique index belongs a release after the code that keeps to it.',
    );
  }
  if (change.kind === 'add value') {
    return doubt(
      `the release before cannot read rows with ${change.value}, which it does not know`,
      'Release the code that reads it first, and the code that writes it after that.',
    );
  }
  return [];
}

function doubt(message: string, hint: string): Concern[] {
  return [{ code: 'PREVIOUS_RELEASE_MAY_BREAK', severity: 'warning', message, hint }];
}
