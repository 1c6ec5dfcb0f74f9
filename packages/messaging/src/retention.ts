import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import type { Logger } from '@galleria/kit/logger';
import type { Broker } from './kafka/broker.ts';
import { inbox } from './tables.ts';
import { DEAD_LETTERS } from './dead-letters/dead-letter-topic.ts';
import { createPeriodicTask, type PeriodicTask } from '@galleria/kit/process/periodic-task';

const DAY_MS = 86_400_000;
/** How long the inbox remembers what was handled. */
const INBOX_DAYS = 30;
/** How long a topic of ours keeps a message, for a service that is down. */
const TOPIC_DAYS = 7;

/** As many rows as one statement deletes: each statement has a deadline, whatever a long time has left behind. */
const PIECE = 5_000;

const EVERY_MS = 3_600_000;
/** A service that is restarted every half hour deletes, too; what it needs first comes first. */
const FIRST_AFTER_MS = 10_000;

/** Deletes what nobody needs any more, every hour. */
export function createRetention(dependencies: { readonly database: Queryable; readonly logger: Logger }): PeriodicTask {
  const { database, logger } = dependencies;
  return createPeriodicTask({
    name: 'delete old messages',
    everyMs: EVERY_MS,
    firstAfterMs: FIRST_AFTER_MS,
    work: () => deleteOldMessages(database),
    logger,
  });
}

/**
 * Inbox rows must outlive every possible re-delivery: they stay for
 * 30 days, and `requireRetention` sees to it that no topic keeps a message longer. What was sent is gone from the
 * outbox already.
 */
export async function deleteOldMessages(database: Queryable): Promise<void> {
  while ((await deleteFromInbox(database)) === PIECE) continue;
}

/** Gives how many rows are gone. */
async function deleteFromInbox(database: Queryable): Promise<number> {
  const gone = await database.query(sql`
    with old as (select ctid from inbox where accepted_at < now() - ${INBOX_DAYS} * interval '1 day' limit ${PIECE})
    delete from inbox using old where inbox.ctid = old.ctid returning ${inbox.columns('messageId')}`);
  return gone.length;
}

/** How long a topic that Galleria makes keeps its messages: dead letters until somebody deletes them. */
export function topicRetentionMs(topic: string): number {
  return topic.endsWith(DEAD_LETTERS) ? -1 : TOPIC_DAYS * DAY_MS;
}

/**
 * Throws where a topic, made by somebody else, keeps messages for longer than the inbox remembers them: read again from
 * its beginning, they would take effect a second time.
 */
export async function requireRetention(broker: Pick<Broker, 'retentionMs'>, topics: readonly string[]): Promise<void> {
  for (const [topic, ms] of await broker.retentionMs(topics)) {
    if (ms < 0 || ms > INBOX_DAYS * DAY_MS) {
      throw new Error(
        `the topic ${topic} keeps messages for ${ms < 0 ? 'ever' : `${ms / DAY_MS} days`}, and the inbox knows those of ${INBOX_DAYS} days: set its retention.ms`,
      );
    }
  }
}
