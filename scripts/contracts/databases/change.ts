/** A column as statements of migrations describe it, its type spelled as PostgreSQL's format_type does. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
}

export type ConstraintKind = 'check' | 'foreign key' | 'unique' | 'primary key' | 'exclusion';

/** What one clause of a migration does to the shape of a database, or to the rows in it. */
export type Change =
  | { readonly kind: 'create table'; readonly table: string; readonly columns: readonly Column[] }
  | { readonly kind: 'drop table' | 'truncate'; readonly table: string }
  | { readonly kind: 'rename table'; readonly table: string; readonly to: string }
  | { readonly kind: 'delete' | 'update'; readonly table: string; readonly isWhole: boolean }
  | {
      readonly kind: 'add column';
      readonly table: string;
      readonly column: Column;
      /** Each row gets a value of its own, so that the table is written anew. */
      readonly isComputed: boolean;
    }
  | { readonly kind: 'drop column' | 'drop not null' | 'set not null'; readonly table: string; readonly column: string }
  | { readonly kind: 'set default' | 'drop default'; readonly table: string; readonly column: string }
  | { readonly kind: 'alter type'; readonly table: string; readonly column: string; readonly type: string }
  | { readonly kind: 'rename column'; readonly table: string; readonly column: string; readonly to: string }
  | {
      readonly kind: 'add constraint';
      readonly table: string;
      readonly name: string;
      readonly constraint: ConstraintKind;
      readonly columns: readonly string[];
      /** Rows that are there already are held to it now: not so with NOT VALID, or an index that exists. */
      readonly isChecked: boolean;
    }
  | {
      readonly kind: 'create index';
      readonly table: string;
      readonly name: string;
      readonly isUnique: boolean;
      readonly isConcurrent: boolean;
    }
  | { readonly kind: 'add value'; readonly type: string; readonly value: string }
  | { readonly kind: 'rename value'; readonly type: string; readonly value: string }
  | { readonly kind: 'drop type' | 'drop schema' | 'drop view'; readonly name: string }
  /** A DO block: what it does is not looked into. */
  | { readonly kind: 'run block' }
  | { readonly kind: 'rewrite'; readonly table: string; readonly command: string };

/** A change, and where in its file it stands. */
export interface PlacedChange {
  readonly change: Change;
  /** In characters. */
  readonly offset: number;
}

/** In the words that an approval names it by: `drop column outbox.sent_at`. */
export function describeChange(change: Change): string {
  switch (change.kind) {
    case 'add column':
      return `add column ${change.table}.${change.column.name}`;
    case 'add constraint':
      return `add constraint ${change.table}.${change.name}`;
    case 'create index':
      return `create index ${change.name} on ${change.table}`;
    case 'add value':
    case 'rename value':
      return `${change.kind} ${change.type}.${change.value}`;
    case 'drop type':
    case 'drop schema':
    case 'drop view':
      return `${change.kind} ${change.name}`;
    case 'run block':
      return change.kind;
    case 'rewrite':
      return `${change.command} ${change.table}`;
    case 'create table':
    case 'drop table':
    case 'truncate':
    case 'rename table':
    case 'delete':
    case 'update':
      return `${change.kind} ${change.table}`;
    default:
      return `${change.kind} ${change.table}.${change.column}`;
  }
}
