import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import type { DeadLetter, UnresolvedDeadLetter } from './dead-letter.ts';

/** A letter that was delivered twice is one letter: the place where it was read tells. */
export async function insertDeadLetter(database: Queryable, letter: UnresolvedDeadLetter): Promise<void> {
  const { error } = letter;
  await database.query(sql`
    insert into dead_letters (
      id, message_id, type, topic, partition, log_offset, key, headers, payload,
      error_code, error_message, error_stack, attempts, correlation_id, failed_at
    ) values (
      ${letter.id}, ${letter.messageId}, ${letter.type}, ${letter.topic}, ${letter.partition}, ${letter.offset.toString()},
      ${letter.key}, ${storable(JSON.stringify(letter.headers))}, ${storable(letter.payload)},
      ${error.code}, ${storable(error.message)}, ${error.stack === null ? null : storable(error.stack)},
      ${letter.attempts}, ${letter.correlationId}, ${letter.failedAt}
    ) on conflict do nothing`);
}

/** Newest first, from after the letter with the id, a UUIDv7 and so ordered by time. */
export async function selectDeadLetters(
  database: Queryable,
  page: { readonly limit: number; readonly after: string | null; readonly resolved: boolean },
): Promise<DeadLetter[]> {
  const rows = await database.query<DeadLetterRow>(sql`
    select id, message_id, type, topic, partition, log_offset, key, headers, payload, error_code, error_message, error_stack,
      attempts, correlation_id, failed_at, resolved_at, resolution
    from dead_letters
    where (resolved_at is not null) = ${page.resolved} and (${page.after}::uuid is null or id < ${page.after}::uuid)
    order by id desc limit ${page.limit}`);
  return rows.map(toDeadLetter);
}

export async function selectDeadLetter(database: Queryable, id: string): Promise<DeadLetter | null> {
  const rows = await database.query<DeadLetterRow>(sql`
    select id, message_id, type, topic, partition, log_offset, key, headers, payload, error_code, error_message, error_stack,
      attempts, correlation_id, failed_at, resolved_at, resolution
    from dead_letters where id = ${id}`);
  return rows.map(toDeadLetter)[0] ?? null;
}

export async function countDeadLetters(database: Queryable): Promise<number> {
  const rows = await database.query<{ count: number }>(
    sql`select count(*)::int as count from dead_letters where resolved_at is null`,
  );
  return rows[0]?.count ?? 0;
}

/** Null when there is no such letter or somebody has resolved it already: of two at the same time one wins. */
export async function resolveDeadLetter(
  database: Queryable,
  id: string,
  resolution: 'replayed' | 'discarded',
): Promise<DeadLetter | null> {
  const rows = await database.query<DeadLetterRow>(sql`
    update dead_letters set resolved_at = now(), resolution = ${resolution}
    where id = ${id} and resolved_at is null
    returning id, message_id, type, topic, partition, log_offset, key, headers, payload, error_code, error_message, error_stack,
      attempts, correlation_id, failed_at, resolved_at, resolution`);
  return rows.map(toDeadLetter)[0] ?? null;
}

interface DeadLetterRow {
  id: string;
  message_id: string;
  type: string;
  topic: string;
  partition: number;
  log_offset: string;
  key: string | null;
  headers: Record<string, string>;
  payload: string;
  error_code: string;
  error_message: string;
  error_stack: string | null;
  attempts: number;
  correlation_id: string | null;
  failed_at: Date;
  resolved_at: Date | null;
  resolution: 'replayed' | 'discarded' | null;
}

function toDeadLetter(row: DeadLetterRow): DeadLetter {
  return {
    id: row.id,
    messageId: row.message_id,
    type: row.type,
    topic: row.topic,
    partition: row.partition,
    offset: BigInt(row.log_offset),
    key: row.key,
    headers: row.headers,
    payload: row.payload,
    error: { code: row.error_code, message: row.error_message, stack: row.error_stack },
    attempts: row.attempts,
    correlationId: row.correlation_id,
    failedAt: row.failed_at,
    resolution: row.resolution,
    resolvedAt: row.resolved_at,
  };
}

/** PostgreSQL stores neither NUL in text nor its escape in JSON. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').replaceAll('\\u0000', '\\uFFFD');
}
