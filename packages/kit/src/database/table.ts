import type { Column } from './columns.ts';
import { part, type SqlStatement } from './sql.ts';

type Columns = Readonly<Record<string, Column<unknown>>>;
type ValueOf<One> = One extends Column<infer Value> ? Value : never;

/** The rows of a table, or these properties of them. */
export type RowOf<
  Of extends { readonly definitions: Columns },
  Key extends keyof Of['definitions'] = keyof Of['definitions'],
> = {
  readonly [Name in Key]: ValueOf<Of['definitions'][Name]>;
};

type OmissibleKey<Of extends Columns> = {
  [Key in keyof Of]: Of[Key]['isOmissible'] extends true ? Key : never;
}[keyof Of];

/** A row to insert: what may be null or has a default can be left out. */
export type NewRow<Of extends Columns> = {
  readonly [Key in Exclude<keyof Of, OmissibleKey<Of>>]: ValueOf<Of[Key]>;
} & { readonly [Key in OmissibleKey<Of>]?: ValueOf<Of[Key]> };

export interface Table<Of extends Columns> {
  readonly name: string;
  readonly definitions: Of;
  /** For `select` and `returning`: these columns, all when none is named, each as its property. */
  columns<Key extends keyof Of & string = keyof Of & string>(
    ...keys: readonly Key[]
  ): SqlStatement<{ readonly [Name in Key]: ValueOf<Of[Name]> }>;
  /**
   * For inner parts of a statement, which give no rows: these columns under the names that the database has for them.
   */
  names(...keys: readonly (keyof Of & string)[]): SqlStatement;
  /** The table as a statement with several calls it: `orders.as('placed').columns('id')` is placed.id. */
  as(name: string): Pick<Table<Of>, 'columns' | 'names'>;
  /** For `insert`: sql`insert into orders (${names}) values (${values})`, or `select ${values} from …`. */
  row(values: NewRow<Of>): { readonly names: SqlStatement; readonly values: SqlStatement };
}

/** A table of the database under names of the domain: `placedAt` is the column placed_at. */
export function table<const Of extends Columns>(name: string, definitions: Of): Table<Of> {
  return {
    name,
    definitions,
    ...parts(name, definitions, ''),
    as: (other) => parts(name, definitions, `${other}.`),
    row: (values) => {
      const written = Object.entries(values).map(([key, value]) => ({
        key,
        value,
        column: columnOf(name, definitions, key),
      }));
      const casts = written.map(({ column }) => `::${castOf(column)}`);
      return {
        names: part([written.map(({ key, column }) => columnName(key, column)).join(', ')]),
        values: part(
          ['', ...casts.map((cast, index) => (index === casts.length - 1 ? cast : `${cast}, `))],
          written.map(({ value, column }) => (column.write === undefined ? value : column.write(value))),
        ),
      };
    },
  };
}

function parts<Of extends Columns>(
  table: string,
  definitions: Of,
  prefix: string,
): Pick<Table<Of>, 'columns' | 'names'> {
  const all = Object.keys(definitions);
  return {
    columns: (...keys) => {
      const gives = keys.length === 0 ? all : keys;
      const selected = gives.map((key) => {
        const column = columnName(key, columnOf(table, definitions, key));
        return column === key ? prefix + column : `${prefix}${column} as "${key}"`;
      });
      return part([selected.join(', ')], [], gives);
    },
    names: (...keys) => {
      const named = (keys.length === 0 ? all : keys).map(
        (key) => prefix + columnName(key, columnOf(table, definitions, key)),
      );
      return part([named.join(', ')]);
    },
  };
}

/** Names what is computed: sql`select count(*)::int as ${alias('count', integer)} from orders`. */
export function alias<const Name extends string, Value>(
  name: Name,
  _column: Column<Value>,
): SqlStatement<{ readonly [Key in Name]: Value }> {
  return part([`"${name}"`], [], [name]);
}

export function columnName(key: string, { name }: Column<unknown>): string {
  return name ?? key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * A part of a statement has no column to take its type from. A cast to character(3) would cut silently what is longer:
 * text does not.
 */
function castOf({ type }: Column<unknown>): string {
  return type.startsWith('character') ? 'text' : type;
}

function columnOf(table: string, definitions: Columns, key: string): Column<unknown> {
  const column = definitions[key];
  if (column === undefined) throw new Error(`The table ${table} has no column for "${key}"`);
  return column;
}
