import type { Change } from './change.ts';
import type { Concern } from './concerns.ts';

const EXPAND_AND_CONTRACT =
  'Add what is new beside it, let the code of one release write both, and take the old away a release later.';

/** What cannot be undone by another migration: rows that are lost, and shapes that whoever uses them misses. */
export function destructionBy(change: Change): Concern[] {
  switch (change.kind) {
    case 'drop table':
      return destroys(`the rows of ${change.table} are lost`, 'Drop it a release after the last code that used it.');
    case 'drop column':
      return destroys(
        `what ${change.table}.${change.column} holds is lost`,
        'Mark the field @ignore in schema.prisma, and drop the column a release later.',
      );
    case 'alter type':
      return destroys(
        `what ${change.table}.${change.column} holds becomes ${change.type}, or the migration fails on the first row that cannot`,
        EXPAND_AND_CONTRACT,
      );
    case 'rename table':
      return destroys(`${change.table} is ${change.to} from now on`, EXPAND_AND_CONTRACT);
    case 'rename column':
      return destroys(`${change.table}.${change.column} is ${change.to} from now on`, EXPAND_AND_CONTRACT);
    case 'add column':
      if (change.column.isNullable || change.column.hasDefault) return [];
      return destroys(
        `${change.table}.${change.column.name} must not be null and has no default: the migration fails on a table with rows`,
        'Give it a default, or add it as one that may be null, fill it, and set it not null.',
      );
    case 'truncate':
      return destroys(`all rows of ${change.table} are lost`, KEEP_ROWS);
    case 'delete':
      return destroys(`${change.isWhole ? 'all' : 'some'} rows of ${change.table} are lost`, KEEP_ROWS);
    case 'drop type':
    case 'drop schema':
    case 'drop view':
      return destroys(`${change.name} is gone, and all that is made of it`, EXPAND_AND_CONTRACT);
    case 'rename value':
      return destroys(
        `${change.value} of ${change.type} has another name, which code before does not know`,
        EXPAND_AND_CONTRACT,
      );
    case 'run block':
      return destroys('what a DO block does cannot be read from outside', 'Write it as statements of their own.');
    default:
      return [];
  }
}

const KEEP_ROWS = 'Say why nobody needs them any more.';

function destroys(message: string, hint: string): Concern[] {
  return [{ code: 'MIGRATION_DESTROYS', severity: 'error', message, hint }];
}
