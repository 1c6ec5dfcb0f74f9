import type { FieldDef, Pool, PoolClient, Client } from 'pg';
import { prepare, type SqlStatement } from './sql.ts';

/** Texts whose answers were seen to have the columns that they are said to give. */
const seen = new Set<string>();

/** Runs one prepared statement and gives its rows. Throws pg's `DatabaseError`. */
export async function run<Row>(on: Pool | PoolClient | Client, statement: SqlStatement<Row>): Promise<Row[]> {
  const { name, text } = prepare(statement);
  const { rows, fields } = await on.query({ name, text, values: [...statement.values] });
  if (statement.gives.length > 0 && !seen.has(name)) {
    refuseMissing(statement.gives, fields, text);
    seen.add(name);
  }
  return rows as Row[];
}

/**
 * A part that selects may have been put where the rows do not come from, in a `with`: then its columns would be
 * silently undefined.
 */
function refuseMissing(expected: readonly string[], fields: readonly FieldDef[], text: string): void {
  const given = new Set(fields.map((field) => field.name));
  const missing = expected.filter((name) => !given.has(name));
  if (missing.length > 0) throw new Error(`A statement does not give its column "${missing.join('", "')}": ${text}`);
}
