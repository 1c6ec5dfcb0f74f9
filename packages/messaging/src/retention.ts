import type { Queryable } from '@galleria/kit/database/database';
import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { sql } from '@galleria/kit/database/sql';

export interface Retention {
  start(): void;
  stop(): void;
}

const EVERY_MS = 3_600_000;

/**
 * Deletes what nobody needs any more, every hour: messages a day after they were sent, dead letters 90 days after they were resolved.
 * Inbox rows must outlive every possible re-delivery, and Kafka keeps a message for 7 days by default: they stay for 30.
 */
export function createRetention(dependencies: { readonly database: Queryable; readonly logger: Logger }): Retention {
  let timer: NodeJS.Timeout | undefined;
  return {
    start: () => {
      timer = setInterval(() => void pruneQuietly(dependencies), EVERY_MS);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}

export async function prune(database: Queryable): Promise<void> {
  await database.query(sql`delete from outbox where sent_at < now() - interval '1 day'`);
  await database.query(sql`delete from inbox where accepted_at < now() - interval '30 days'`);
  await database.query(sql`delete from dead_letters where resolved_at < now() - interval '90 days'`);
}

async function pruneQuietly({ database, logger }: Parameters<typeof createRetention>[0]): Promise<void> {
  try {
    await prune(database);
  } catch (thrown) {
    logger.warn({ reason: toError(thrown).message }, 'old messages not deleted, next try in an hour');
  }
}
