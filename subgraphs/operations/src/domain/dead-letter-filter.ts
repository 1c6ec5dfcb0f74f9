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

/** Whether the dates make a range. */
export function isFilter({ failedFrom = null, failedTo = null }: DeadLetterFilter): boolean {
  const isPossible = [failedFrom, failedTo].every(
    (at) => at === null || (at.getUTCFullYear() >= FIRST_YEAR && at.getUTCFullYear() <= LAST_YEAR),
  );
  return isPossible && (failedFrom === null || failedTo === null || failedFrom < failedTo);
}

/** Null where no letter can be meant: an id that is none. Throws DATE_RANGE_INVALID. */
export function searchOf(filter: DeadLetterFilter): DeadLetterSearch | null {
  const { orderId } = filter;
  if (!isFilter(filter)) throw operationsErrors.DATE_RANGE_INVALID();
  if (orderId != null && !isId(orderId)) return null;
  const given = Object.entries(filter).filter(([, value]) => value != null);
  return Object.fromEntries(given);
}
