import type { Queryable } from '@galleria/kit/database/database';
import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { delayAfter, sleep } from '../backoff.ts';
import { insertDeadLetter } from './dead-letter-table.ts';
import { readDeadLetterRecord } from './dead-letter-topic.ts';
import type { RecordHandler } from '../consumer/record-handler.ts';

const AGAIN = { firstMs: 200, maxMs: 5_000 };
const MOST_TRIES = 8;

/**
 * Copies the topic of dead letters to the table in which they are listed and resolved. The topic comes first because
 * the database may be the very thing that failed; from there the copy waits until the database is back.
 */
export function createDeadLetterFeed(dependencies: {
  readonly database: Queryable;
  /** Whether the database answers, and may be written to. */
  readonly isDatabaseWritable: () => Promise<boolean>;
  readonly logger: Logger;
}): RecordHandler {
  const { database, isDatabaseWritable, logger } = dependencies;
  return async (record, stopping) => {
    for (let failures = 1; !stopping.aborted; failures += 1) {
      try {
        const letter = readDeadLetterRecord(record);
        if (letter !== undefined) await insertDeadLetter(database, letter);
        return true;
      } catch (thrown) {
        if (failures >= MOST_TRIES && (await isDatabaseWritable())) {
          // It stays in the topic. A dead letter of a dead letter would go round in circles.
          logger.error({ err: toError(thrown), offset: record.offset.toString() }, 'dead letter cannot be listed');
          return true;
        }
        await sleep(delayAfter(failures, AGAIN), stopping);
      }
    }
    return false;
  };
}
