import { isId } from '@galleria/kit/identifiers';
import { paginationErrors } from '@galleria/kit/graphql/pagination';
import type { OrderPosition } from '../repository/order-reader.ts';

/** The end of the year 9999: later moments are written with a sign, which PostgreSQL does not read. */
const LATEST = Date.UTC(10_000, 0) - 1;

/** Whether the database can compare with the moment. */
export function isStorable(at: Date): boolean {
  return at.getTime() >= 0 && at.getTime() <= LATEST;
}

/**
 * The sort key of a cursor. It comes from outside: what is no position of a list of orders must not reach the database.
 */
export function orderPosition([millis, id]: readonly (string | number)[]): OrderPosition {
  const placedAt = new Date(typeof millis === 'number' ? millis : Number.NaN);
  if (!isStorable(placedAt) || typeof id !== 'string' || !isId(id)) throw paginationErrors.CURSOR_INVALID();
  return { placedAt, id };
}
