import { integer } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { alias, type RowOf } from '@galleria/kit/database/table';
import { deadLetters } from '../tables.ts';
import type { DeadLetter, UnresolvedDeadLetter } from './dead-letter.ts';

/** A letter that was delivered twice is one letter: the place where it was read tells. */
export async function insertDeadLetter(database: Queryable, letter: UnresolvedDeadLetter): Promise<void> {
  const { error, offset, headers, payload, ...place } = letter;
  const { names, values } = deadLetters.row({
    ...place,
    messageId: storable(letter.messageId),
    type: storable(letter.type),
    key: letter.key === null ? null : storable(letter.key),
    correlationId: letter.correlationId === null ? null : storable(letter.correlationId),
    logOffset: offset.toString(),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [storable(name), storable(value)])),
    payload: storable(payload),
    errorCode: error.code,
    errorMessage: storable(error.message),
    errorStack: error.stack === null ? null : storable(error.stack),
  });
  await database.query(sql`insert into dead_letters (${names}) values (${values}) on conflict do nothing`);
}

/** Newest first, from after the letter with the id, a UUIDv7 and so ordered by time. */
export async function selectDeadLetters(
  database: Queryable,
  page: { readonly limit: number; readonly after: string | null; readonly resolved: boolean },
): Promise<DeadLetter[]> {
  const rows = await database.query(sql`
    select ${deadLetters.columns()} from dead_letters
    where (resolved_at is not null) = ${page.resolved} and (${page.after}::uuid is null or id < ${page.after}::uuid)
    order by id desc limit ${page.limit}`);
  return rows.map(toDeadLetter);
}

export async function selectDeadLetter(database: Queryable, id: string): Promise<DeadLetter | null> {
  const rows = await database.query(sql`select ${deadLetters.columns()} from dead_letters where id = ${id}`);
  return rows.map(toDeadLetter)[0] ?? null;
}

export async function countDeadLetters(database: Queryable): Promise<number> {
  const rows = await database.query(
    sql`select count(*)::int as ${alias('count', integer)} from dead_letters where resolved_at is null`,
  );
  return rows[0]?.count ?? 0;
}

/** Null when there is no such letter or somebody has resolved it already: of two at the same time one wins. */
export async function resolveDeadLetter(
  database: Queryable,
  id: string,
  resolution: 'replayed' | 'discarded',
): Promise<DeadLetter | null> {
  const rows = await database.query(sql`
    update dead_letters set resolved_at = now(), resolution = ${resolution}
    where id = ${id} and resolved_at is null returning ${deadLetters.columns()}`);
  return rows.map(toDeadLetter)[0] ?? null;
}

function toDeadLetter(row: RowOf<typeof deadLetters>): DeadLetter {
  return {
    id: row.id,
    messageId: row.messageId,
    type: row.type,
    topic: row.topic,
    partition: row.partition,
    offset: BigInt(row.logOffset),
    key: row.key,
    headers: row.headers,
    payload: row.payload,
    error: { code: row.errorCode, message: row.errorMessage, stack: row.errorStack },
    attempts: row.attempts,
    correlationId: row.correlationId,
    failedAt: row.failedAt,
    resolution: row.resolution,
    resolvedAt: row.resolvedAt,
  };
}

/** PostgreSQL stores no NUL in text. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
