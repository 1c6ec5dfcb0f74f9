import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import type { DeadLetter as FailedMessage } from '@galleria/messaging/dead-letters/dead-letter';
import { toReplay } from '@galleria/messaging/dead-letters/replay';
import { writeToOutbox } from '@galleria/messaging/outbox/outbox';
import type { DeadLetter, DeadLetterStatus } from '../domain/dead-letter.ts';
import type { Subject } from '../domain/payload.ts';
import { deadLetters } from '../generated/tables.ts';
import { toDeadLetter } from './dead-letter-rows.ts';

export interface Resolution {
  readonly status: Exclude<DeadLetterStatus, 'WAITING'>;
  readonly resolvedAt: Date;
  readonly resolvedBy: string | null;
  readonly reason: string | null;
}

/** Letters in a transaction. Of two who decide about one at the same time, the second waits and finds it decided. */
export interface DeadLetterRepository {
  /** Nothing happens when it is kept already: it is told by the place where the message was read. */
  keep(message: FailedMessage, about: Omit<Subject, 'userId'>): Promise<void>;
  lock(id: string): Promise<DeadLetter | null>;
  /** Those of them that wait, oldest first, without those that somebody else is deciding about. */
  lockWaiting(ids: readonly string[]): Promise<DeadLetter[]>;
  resolve(ids: readonly string[], resolution: Resolution): Promise<void>;
  /** Sends the message to the service that failed, if and only if the transaction commits. */
  sendAgain(letter: DeadLetter): Promise<void>;
  /** Locks those that speak of an account. */
  lockAbout(userId: string): Promise<DeadLetter[]>;
  /**
   * Replaces what may hold personal data, and forgets the request behind it; null when nothing is left that could be
   * sent again.
   */
  rewrite(id: string, payload: string | null): Promise<void>;
  /** Deletes those decided about before then. */
  deleteResolved(before: Date): Promise<void>;
}

/** Texts of a client's making, by which a request is known. */
const OF_THE_REQUEST = ['ce_correlationid', 'traceparent'];

export function createDeadLetterRepository(db: Queryable): DeadLetterRepository {
  return {
    keep: (message, about) => insert(db, message, about),
    lock: async (id) => {
      const rows = await db.query(sql`select ${deadLetters.columns()} from dead_letters where id = ${id} for update`);
      return rows.map(toDeadLetter)[0] ?? null;
    },
    lockWaiting: async (ids) => {
      const rows = await db.query(sql`
        select ${deadLetters.columns()} from dead_letters
        where id = any(${ids}::uuid[]) and status = 'WAITING' order by id for update skip locked`);
      return rows.map(toDeadLetter);
    },
    resolve: async (ids, { status, resolvedAt, resolvedBy, reason }) => {
      await db.execute(sql`
        update dead_letters set status = ${status}::dead_letter_status, resolved_at = ${resolvedAt},
          resolved_by = ${resolvedBy}::uuid, reason = ${reason}::text
        where id = any(${ids}::uuid[])`);
    },
    sendAgain: async (letter) => {
      const envelope = toReplay(letter);
      if (envelope !== undefined) await writeToOutbox(db, envelope);
    },
    lockAbout: async (userId) => {
      const rows = await db.query(sql`
        select ${deadLetters.columns()} from dead_letters
        where key = ${userId} or payload like ${`%${userId}%`} order by id for update`);
      return rows.map(toDeadLetter);
    },
    rewrite: async (id, payload) => {
      // A validation error may repeat what it found.
      await db.execute(sql`
        update dead_letters set payload = ${payload ?? ''}, is_whole = is_whole and ${payload !== null}, error_message = '',
          correlation_id = null, headers = headers - ${OF_THE_REQUEST}::text[]
        where id = ${id}`);
    },
    deleteResolved: async (before) => {
      await db.execute(sql`delete from dead_letters where resolved_at < ${before}`);
    },
  };
}

async function insert(db: Queryable, message: FailedMessage, about: Omit<Subject, 'userId'>): Promise<void> {
  const { error, offset, headers, payload, ...place } = message;
  const { names, values } = deadLetters.row({
    ...place,
    ...about,
    messageId: storable(message.messageId),
    type: storable(message.type),
    key: message.key === null ? null : storable(message.key),
    correlationId: message.correlationId === null ? null : storable(message.correlationId),
    logOffset: offset.toString(),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [storable(name), storable(value)])),
    payload: storable(payload),
    isWhole: toReplay(message) !== undefined,
    errorCode: storable(error.code),
    errorMessage: storable(error.message),
    errorStack: error.stack === null ? null : storable(error.stack),
  });
  await db.execute(sql`insert into dead_letters (${names}) values (${values}) on conflict do nothing`);
}

/** PostgreSQL stores no NUL in text. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
