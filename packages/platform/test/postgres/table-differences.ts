import type { Database } from '@galleria/kit/database/database';
import type { Column } from '@galleria/kit/database/columns';
import { columnName } from '@galleria/kit/database/table';

/** As PostgreSQL names types, length and precision included. */
const COLUMNS = `
  select attname as name, format_type(atttypid, atttypmod) as type, not attnotnull as "isNullable", atthasdef as "hasDefault"
  from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`;

interface ColumnFacts {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
}

/** A `Table`, whatever its columns. */
export interface WrittenTable {
  readonly name: string;
  readonly definitions: Readonly<Record<string, Column<unknown>>>;
}

/**
 * In what the tables of some source differ from those of a database, one line for each; empty when they agree. A list
 * of columns has no value of its own: what is written there must be what is there.
 */
export async function tableDifferences(
  { pool }: Pick<Database, 'pool'>,
  tables: readonly WrittenTable[],
): Promise<string[]> {
  const differences = await Promise.all(
    tables.map(async ({ name, definitions }) => {
      const { rows } = await pool.query<ColumnFacts>(COLUMNS, [name]);
      const written = Object.entries(definitions).map(([key, column]) =>
        describe(name, { ...column, name: columnName(key, column) }),
      );
      const there = rows.map((row) => describe(name, row));
      return [
        ...there.filter((line) => !written.includes(line)).map((line) => `only in the database: ${line}`),
        ...written.filter((line) => !there.includes(line)).map((line) => `only in the source: ${line}`),
      ];
    }),
  );
  return differences.flat();
}

function describe(table: string, { name, type, isNullable, hasDefault }: ColumnFacts): string {
  return `${table}.${name} ${type}${isNullable ? '' : ' not null'}${hasDefault ? ' with a default' : ''}`;
}
