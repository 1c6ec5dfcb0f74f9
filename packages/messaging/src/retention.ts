import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import type { Logger } from '@galleria/kit/logger';
import { createPeriodicTask, type PeriodicTask } from '@galleria/kit/process/periodic-task';

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
 * Dead letters go 90 days after they were resolved. Inbox rows must outlive every possible re-delivery, and Kafka keeps
 * a message for 7 days by default: they stay for 30. What was sent is gone from the outbox already.
 */
export async function deleteOldMessages(database: Queryable): Promise<void> {
  await database.execute(sql`delete from inbox where accepted_at < now() - interval '30 days'`);
  await database.execute(sql`delete from dead_letters where resolved_at < now() - interval '90 days'`);
}
