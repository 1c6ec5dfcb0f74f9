import type { Table } from './memory-database.ts';

/** Adds a row whose key must be new: where it is not, PostgreSQL throws, and so does this. */
export function insertRow<Row>(table: Table<Row>, constraint: string, key: string, row: Row): void {
  if (table.has(key)) throw violation(constraint);
  table.set(key, row);
}

/** Changes the row where there is one; gives the row as it is now. */
export function updateRow<Row>(table: Table<Row>, key: string, to: (row: Row) => Partial<Row>): Row | undefined {
  const row = table.get(key);
  if (row === undefined) return undefined;
  const changed = { ...row, ...to(row) };
  table.set(key, changed);
  return changed;
}

/** What a CHECK of the database says of a row: all must hold. */
export function check(holds: Readonly<Record<string, boolean>>): void {
  for (const [constraint, isKept] of Object.entries(holds)) if (!isKept) throw violation(constraint);
}

/** The named parts of a row, and nothing else: a statement gives the columns that it selects. */
export function pick<Row, Name extends keyof Row>(row: Row, names: readonly Name[]): Pick<Row, Name> {
  return Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<Row, Name>;
}

function violation(constraint: string): Error {
  return new Error(`the row violates ${constraint}`);
}
