/** What PostgreSQL holds in a column, and what of it arrives here. */
export interface Column<Value, Omissible extends boolean = boolean> {
  /** PostgreSQL's name of the type, as `format_type` gives it. */
  readonly type: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
  /** Whether a new row may leave it out: it is null then, or has its default. */
  readonly isOmissible: Omissible;
  /** In the database, where that is not the property's name with underscores. */
  readonly name?: string;
  /** Makes of a value what pg sends. */
  readonly write?: (value: unknown) => unknown;
  /** Never set: it carries the type. */
  readonly value?: Value;
}

export const uuid = column<string>('uuid');
export const text = column<string>('text');
export const integer = column<number>('integer');
/** A string: 64 bits do not fit into a number. */
export const bigint = column<string>('bigint');
export const boolean = column<boolean>('boolean');
export const timestamp = column<Date>('timestamp(3) with time zone');
export const bytes = column<Buffer>('bytea');

export function character(length: number): Column<string, false> {
  return column(`character(${length})`);
}

/** One of the values of an enum in the database. */
export function enumeration<Value extends string>(type: string): Column<Value, false> {
  return column(type);
}

/**
 * Written as JSON, other than pg would: it makes PostgreSQL's own lists of JavaScript's. What is read is what somebody
 * wrote.
 */
export function json<Value = unknown>(): Column<Value, false> {
  return { ...column<Value>('jsonb'), write: (value) => (value === null ? null : JSON.stringify(value)) };
}

export function listOf<Value>({ type }: Column<Value>): Column<readonly Value[], false> {
  return column(`${type}[]`);
}

export function optional<Value>(one: Column<Value>): Column<Value | null, true> {
  return { ...one, isNullable: true, isOmissible: true };
}

export function withDefault<Value>(one: Column<Value>): Column<Value, true> {
  return { ...one, hasDefault: true, isOmissible: true };
}

export function named<Value, Omissible extends boolean>(
  name: string,
  one: Column<Value, Omissible>,
): Column<Value, Omissible> {
  return { ...one, name };
}

function column<Value>(type: string): Column<Value, false> {
  return { type, isNullable: false, hasDefault: false, isOmissible: false };
}
