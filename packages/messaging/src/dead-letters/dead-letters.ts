import type { Database } from '@galleria/kit/database/database';
import { defineErrors } from '@galleria/kit/errors';
import { isId } from '@galleria/kit/identifiers';
import type { IncomingRecord } from '../kafka/broker.ts';
import type { DeadLetter } from './dead-letter.ts';
import { countDeadLetters, resolveDeadLetter, selectDeadLetter, selectDeadLetters } from './dead-letter-table.ts';
import { isStub } from './dead-letter-topic.ts';
import { readAttributes } from '../contract/envelope.ts';
import { writeToOutbox } from '../outbox/outbox.ts';

/** What an administrator does with the messages that this service could not handle. */
export interface DeadLetters {
  /** Newest first. `after` is the id of the last one already seen; `resolved` asks for those already dealt with. */
  list(page: {
    readonly limit: number;
    readonly after?: string | null;
    readonly resolved?: boolean;
  }): Promise<DeadLetter[]>;
  byId(id: string): Promise<DeadLetter | null>;
  /** How many wait for a decision. */
  count(): Promise<number>;
  /**
   * Sends the message again, as it was and for this service alone. It fails again into a new dead letter if the cause
   * is still there. Throws DEAD_LETTER_NOT_FOUND, DEAD_LETTER_RESOLVED, or DEAD_LETTER_NOT_REPLAYABLE when it never was
   * a proper event, or was too large for a letter.
   */
  replay(id: string): Promise<DeadLetter>;
  /** Gives the message up. Throws DEAD_LETTER_NOT_FOUND or DEAD_LETTER_RESOLVED. */
  discard(id: string): Promise<DeadLetter>;
}

const deadLetterErrors = defineErrors({
  DEAD_LETTER_NOT_FOUND: { kind: 'not-found', message: 'There is no such dead letter.' },
  DEAD_LETTER_RESOLVED: { kind: 'conflict', message: 'This dead letter has already been replayed or discarded.' },
  DEAD_LETTER_NOT_REPLAYABLE: {
    kind: 'conflict',
    message:
      'This letter has no proper id, or not the message itself, so it cannot be sent again: it can be discarded.',
  },
});

export function createDeadLetters(dependencies: {
  readonly service: string;
  readonly database: Database;
}): DeadLetters {
  const { service, database } = dependencies;
  return {
    list: async ({ limit, after = null, resolved = false }) => selectDeadLetters(database, { limit, after, resolved }),
    byId: async (id) => (isId(id) ? selectDeadLetter(database, id) : null),
    count: () => countDeadLetters(database),
    replay: (id) =>
      database.transaction(async (transaction) => {
        const letter = await resolve(transaction, id, 'replayed');
        const attributes = readAttributes(asRecord(letter));
        const isWhole = attributes !== undefined && isId(attributes.id) && !isStub(letter.headers);
        if (!isWhole) throw deadLetterErrors.DEAD_LETTER_NOT_REPLAYABLE({ id });
        const { topic, payload } = letter;
        // Through the outbox: it is sent if, and only if, the letter is marked.
        await writeToOutbox(transaction, { ...attributes, topic, payload, recipient: service });
        return letter;
      }),
    discard: (id) => database.transaction((transaction) => resolve(transaction, id, 'discarded')),
  };
}

async function resolve(
  transaction: Parameters<typeof resolveDeadLetter>[0],
  id: string,
  resolution: 'replayed' | 'discarded',
): Promise<DeadLetter> {
  const letter = isId(id) ? await resolveDeadLetter(transaction, id, resolution) : null;
  if (letter !== null) return letter;
  const exists = isId(id) && (await selectDeadLetter(transaction, id)) !== null;
  throw exists ? deadLetterErrors.DEAD_LETTER_RESOLVED({ id }) : deadLetterErrors.DEAD_LETTER_NOT_FOUND({ id });
}

function asRecord({ topic, partition, offset, key, headers, payload }: DeadLetter): IncomingRecord {
  return { topic, partition, offset, key, headers, value: payload };
}
