import { createHash } from 'node:crypto';

/** A statement with its values apart from its text: nothing that a client sent ever becomes SQL. */
export interface SqlStatement {
  /** Names the prepared statement. A hash of the text, because a counter would collide on a shared pool. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

const prepared = new WeakMap<TemplateStringsArray, { name: string; text: string }>();

/**
 * sql`select … where id = ${id}`: each value becomes a parameter, and the statement is prepared once a connection.
 * For a list of values write `= any(${ids})`, which keeps the text, and so the prepared statement, the same for any length.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): SqlStatement {
  let statement = prepared.get(strings);
  if (statement === undefined) {
    const text = strings.reduce((before, part, index) => `${before}$${index}${part}`);
    statement = { text, name: statementName(text) };
    prepared.set(strings, statement);
  }
  return { ...statement, values };
}

/** The name under which a text is prepared; Prisma's statements on the same pool are named by it too. */
export function statementName(text: string): string {
  return createHash('sha1').update(text).digest('base64url');
}
