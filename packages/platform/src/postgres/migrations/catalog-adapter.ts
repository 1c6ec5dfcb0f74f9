import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import type pg from 'pg';

/**
 * The stock adapter, taught the type "char" of PostgreSQL's catalog (one byte, such as what a foreign key does on
 * delete). The migration engine selects such columns and wants them announced as characters; the adapter refuses them.
 * So they pass through it as text, and are given their type afterwards, by the rows they came with.
 */
export async function connectReadingCatalog(pool: pg.Pool): Promise<SqlDriverAdapter> {
  const characterColumns = new WeakMap<object, readonly number[]>();
  const query = pool.query.bind(pool) as (config: pg.QueryArrayConfig | string) => Promise<pg.QueryArrayResult>;
  Object.assign(pool, {
    query: async (config: pg.QueryArrayConfig | string) => {
      const result = await query(config);
      if (typeof config === 'string') return result;
      characterColumns.set(result.rows, announceAsText(result.fields));
      return result;
    },
  });

  const adapter: SqlDriverAdapter = await new PrismaPg(pool).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (statement) => {
    const result = await queryRaw(statement);
    for (const column of characterColumns.get(result.rows) ?? []) {
      result.columnTypes[column] = ColumnTypeEnum.Character;
    }
    return result;
  };
  return adapter;
}

/** Object ids of built-in types never change: see PostgreSQL's pg_type.dat. */
const CHAR_TYPE = 18;
const TEXT_TYPE = 25;

/** Changes the fields in place, and gives the positions of those it changed. */
function announceAsText(fields: readonly pg.FieldDef[]): number[] {
  const columns = fields.flatMap(({ dataTypeID }, column) => (dataTypeID === CHAR_TYPE ? [column] : []));
  for (const column of columns) Object.assign(fields[column] ?? {}, { dataTypeID: TEXT_TYPE });
  return columns;
}
