import { connection, pageRequest, paginationErrors, type Connection } from '@galleria/kit/graphql/pagination';
import { isId } from '@galleria/kit/identifiers';
import type { DeadLetter } from '../domain/dead-letter.ts';
import { searchOf, type DeadLetterFilter } from '../domain/dead-letter-filter.ts';
import type { DeadLetterReader } from '../repository/dead-letter-reader.ts';

export interface ReadDeadLetters {
  byId(id: string): Promise<DeadLetter | null>;
  /** Newest first. Throws INVALID_DEAD_LETTER_FILTER, PAGE_SIZE_INVALID or CURSOR_INVALID. */
  page(
    filter: DeadLetterFilter,
    page: { readonly first: number; readonly after?: string | null | undefined },
  ): Promise<Connection<DeadLetter>>;
  /** How many wait for a decision. */
  waitingCount(): Promise<number>;
}

export function createReadDeadLetters(dependencies: { readonly reader: DeadLetterReader }): ReadDeadLetters {
  const { reader } = dependencies;
  return {
    byId: async (id) => (isId(id) ? reader.byId(id) : null),
    page: async (filter, page) => {
      const request = pageRequest(page, 1);
      const after = request.after === null ? null : letterId(request.after);
      const search = searchOf(filter);
      const [letters, totalCount] =
        search === null
          ? [[], 0]
          : await Promise.all([reader.page(search, after, request.limit), reader.count(search)]);
      return connection(letters, request, totalCount, ({ id }) => [id]);
    },
    waitingCount: () => reader.count({ statuses: ['WAITING'] }),
  };
}

/** A cursor comes from outside: what is no id must not reach the database. */
function letterId([id]: readonly (string | number)[]): string {
  if (typeof id !== 'string' || !isId(id)) throw paginationErrors.CURSOR_INVALID();
  return id;
}
