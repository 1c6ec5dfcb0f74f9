import { createHash } from 'node:crypto';

const PART = Symbol('part of a statement');

/**
 * A statement, or a part of one, with its values apart from its text. Only this file and `table.ts` make it: nothing
 * that a client sent ever becomes SQL. Of its rows nothing is known but the columns that its parts select.
 */
export interface SqlStatement<Row = unknown> {
  readonly [PART]: true;
  /** What stands before, between and after the values. */
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
  /** The columns that the rows must have. */
  readonly gives: readonly string[];
  /** Never set: it carries the type. */
  readonly row?: Row;
}

type RowOf<Values extends readonly unknown[]> = Values extends readonly [infer First, ...infer Rest]
  ? ([First] extends [SqlStatement<infer Row>] ? Row : unknown) & RowOf<Rest>
  : unknown;

/**
 * sql`select ${orders.columns('id', 'placedAt')} from orders where id = ${id}`: each value becomes a parameter, each
 * part (columns of a table, an `alias`, another statement) becomes text, and the statement is prepared once a
 * connection. For a list of values write `= any(${ids})`, which keeps the text, and so the prepared statement, the same
 * for any length.
 */
export function sql<const Values extends readonly unknown[]>(
  strings: TemplateStringsArray,
  ...values: Values
): SqlStatement<RowOf<Values>> {
  return values.some(isPart) ? flatten(strings, values) : part(strings, values);
}

/** For text that is none of a client's. */
export function part<Row>(
  strings: readonly string[],
  values: readonly unknown[] = [],
  gives: readonly string[] = [],
): SqlStatement<Row> {
  return { [PART]: true, strings, values, gives };
}

/** By a symbol, which no JSON of a client's can have. */
function isPart(value: unknown): value is SqlStatement {
  return typeof value === 'object' && value !== null && PART in value;
}

function flatten<Row>(strings: readonly string[], values: readonly unknown[]): SqlStatement<Row> {
  const texts = [strings[0] ?? ''];
  const append = (text: string) => texts.push((texts.pop() ?? '') + text);
  const parts = values.map((value) => (isPart(value) ? value : part(['', ''], [value])));
  parts.forEach(({ strings: [first = '', ...others] }, index) => {
    append(first);
    texts.push(...others);
    append(strings[index + 1] ?? '');
  });
  return part(
    texts,
    parts.flatMap((one) => one.values),
    parts.flatMap(({ gives }) => gives),
  );
}

/** As it goes to PostgreSQL. The name is a hash of the text, because a counter would collide on a shared pool. */
export interface PreparedText {
  readonly name: string;
  readonly text: string;
}

const byStrings = new WeakMap<readonly string[], PreparedText>();
const byText = new Map<string, PreparedText>();

export function prepare({ strings }: SqlStatement): PreparedText {
  let prepared = byStrings.get(strings);
  if (prepared === undefined) {
    const text = strings.reduce((before, part, index) => `${before}$${index}${part}`);
    // Put together anew each time, a statement has other strings but the same text.
    prepared = byText.get(text) ?? { text, name: statementName(text) };
    byText.set(text, prepared);
    byStrings.set(strings, prepared);
  }
  return prepared;
}

/** The name under which a text is prepared; Prisma's statements on the same pool are named by it too. */
export function statementName(text: string): string {
  return createHash('sha1').update(text).digest('base64url');
}
