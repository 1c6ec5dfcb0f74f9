import type { Change, Column } from './change.ts';

/** The tables of a database and their columns, as its migrations make them. */
export type DatabaseShape = ReadonlyMap<string, ReadonlyMap<string, Column>>;

/** What stands after all of these changes, in their order. */
export function shapeAfter(changes: readonly Change[], before: DatabaseShape = new Map()): DatabaseShape {
  const tables = new Map([...before].map(([name, columns]) => [name, new Map(columns)]));
  for (const change of changes) apply(tables, change);
  return tables;
}

type Tables = Map<string, Map<string, Column>>;

function apply(tables: Tables, change: Change): void {
  switch (change.kind) {
    case 'create table':
      tables.set(change.table, new Map(change.columns.map((column) => [column.name, column])));
      return;
    case 'drop table':
      tables.delete(change.table);
      return;
    case 'rename table':
      move(tables, change.table, change.to);
      return;
    case 'add column':
      tables.get(change.table)?.set(change.column.name, change.column);
      return;
    case 'drop column':
      tables.get(change.table)?.delete(change.column);
      return;
    case 'add constraint':
      if (change.constraint !== 'primary key') return;
      for (const column of change.columns) alter(tables, change.table, column, { isNullable: false });
      return;
    case 'rename column': {
      const columns = tables.get(change.table);
      if (columns !== undefined) move(columns, change.column, change.to);
      alter(tables, change.table, change.to, { name: change.to });
      return;
    }
    default:
      alterColumn(tables, change);
  }
}

function alterColumn(tables: Tables, change: Change): void {
  if (!('column' in change) || typeof change.column !== 'string') return;
  const { kind, table, column } = change;
  if (kind === 'set not null' || kind === 'drop not null') {
    alter(tables, table, column, { isNullable: kind === 'drop not null' });
  }
  if (kind === 'set default' || kind === 'drop default') {
    alter(tables, table, column, { hasDefault: kind === 'set default' });
  }
  if (kind === 'alter type') alter(tables, table, column, { type: change.type });
}

function alter(tables: Tables, table: string, name: string, facts: Partial<Column>): void {
  const columns = tables.get(table);
  const column = columns?.get(name);
  if (column !== undefined) columns?.set(name, { ...column, ...facts });
}

function move<T>(map: Map<string, T>, from: string, to: string): void {
  const value = map.get(from);
  if (value === undefined) return;
  map.delete(from);
  map.set(to, value);
}
