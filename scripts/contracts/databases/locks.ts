import type { Change } from './change.ts';
import type { Concern } from './concerns.ts';

/** What makes others wait for as long as the table is large. */
export function locksBy(change: Change): Concern[] {
  switch (change.kind) {
    case 'create index':
      if (change.isConcurrent) return [];
      return locks(
        `nobody can write to ${change.table} until the index is built`,
        'CREATE INDEX CONCURRENTLY, alone in a migration of its own.',
      );
    case 'add constraint':
      return change.isChecked ? constraintLock(change) : [];
    case 'alter type':
      return locks(
        `nobody can read or write ${change.table} until all of it and its indexes are written anew`,
        'Add a column of the new type, fill it in portions, and change over to it.',
      );
    case 'set not null':
      return locks(
        `nobody can read or write ${change.table} until all of it is looked through`,
        `ADD CONSTRAINT … CHECK (${change.column} IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT in the next migration, and SET NOT NULL after that.`,
      );
    case 'add column':
      if (!change.isComputed) return [];
      return locks(
        `nobody can read or write ${change.table} until all of it is written anew, each row with a value of its own`,
        'Add the column without a default, set the default in another statement, and fill the rows in portions.',
      );
    case 'update':
    case 'delete':
      return locks(
        `the rows that it touches in ${change.table} stay locked until the whole migration is through`,
        'Do it in portions, from a program, where the table is large.',
      );
    case 'rewrite':
      return locks(`nobody can read or write ${change.table} while it lasts`, 'Do it by hand, in a quiet hour.');
    default:
      return [];
  }
}

function constraintLock({ table, constraint }: Extract<Change, { kind: 'add constraint' }>): Concern[] {
  if (constraint === 'check' || constraint === 'foreign key') {
    return locks(
      constraint === 'check'
        ? `nobody can read or write ${table} until all of it is looked through`
        : `nobody can write to ${table}, or to what it refers to, until all of it is looked through`,
      'ADD CONSTRAINT … NOT VALID, and VALIDATE CONSTRAINT in the next migration.',
    );
  }
  return locks(
    `nobody can read or write ${table} until the index of the constraint is built`,
    'CREATE UNIQUE INDEX CONCURRENTLY in a migration of its own, and ADD CONSTRAINT … USING INDEX in the next.',
  );
}

function locks(message: string, hint: string): Concern[] {
  return [{ code: 'MIGRATION_LOCKS', severity: 'warning', message, hint }];
}
