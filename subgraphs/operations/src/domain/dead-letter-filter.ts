import { isId } from '@galleria/kit/identifiers';
import type { DeadLetterStatus } from './dead-letter.ts';
import { operationsErrors } from './errors.ts';

type Optional<T> = T | null | undefined;

/** Which letters, as somebody asks; what is absent does not narrow the search. */
export interface DeadLetterFilter {
  readonly statuses?: Optional<readonly DeadLetterStatus[]>;
  readonly services?: Optional<readonly string[]>;
  readonly types?: Optional<readonly string[]>;
  readonly errorCodes?: Optional<readonly string[]>;
  readonly orderId?: Optional<string>;
  readonly messageId?: Optional<string>;
  /** This moment and later. */
  readonly failedFrom?: Optional<Date>;
  /** Before this moment. */
  readonly failedTo?: Optional<Date>;
}

/** A filter that was understood. An empty list of values is one that nothing fits. */
export interface DeadLetterSearch {
  readonly statuses?: readonly DeadLetterStatus[];
  readonly services?: readonly string[];
  readonly types?: readonly string[];
  readonly errorCodes?: readonly string[];
  readonly orderId?: string;
  readonly messageId?: string;
  readonly isWhole?: boolean;
  /** Inclusive. */
  readonly failedFrom?: Date;
  /** Exclusive. */
  readonly failedTo?: Date;
}

const FIRST_YEAR = 1970;
const LAST_YEAR = 9999;

const MOST_VALUES = 100;
const LONGEST_TEXT = 200;

/** Whether the dates make a range, and lists and texts are no longer than any of use. */
export function isFilter(filter: DeadLetterFilter): boolean {
  const { failedFrom = null, failedTo = null, statuses, services, types, errorCodes, messageId } = filter;
  const lists = [statuses, services, types, errorCodes].map((list) => list ?? []);
  const texts = [...lists.flat(), messageId ?? ''];
  if (lists.some(({ length }) => length > MOST_VALUES) || texts.some(({ length }) => length > LONGEST_TEXT))
    return false;
  const isPossible = [failedFrom, failedTo].every(
    (at) => at === null || (at.getUTCFullYear() >= FIRST_YEAR && at.getUTCFullYear() <= LAST_YEAR),
  );
  return isPossible && (failedFrom === null || failedTo === null || failedFrom < failedTo);
}

/** Null where no letter can be meant: an id that is none. Throws INVALID_DEAD_LETTER_FILTER. */
export function searchOf(filter: DeadLetterFilter): DeadLetterSearch | null {
  const { orderId } = filter;
  if (!isFilter(filter)) throw operationsErrors.INVALID_DEAD_LETTER_FILTER();
  if (orderId != null && !isId(orderId)) return null;
  const given = Object.entries(filter).filter(([, value]) => value != null);
  return Object.fromEntries(given);
}
