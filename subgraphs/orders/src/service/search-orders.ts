import { isId } from '@galleria/kit/identifiers';
import { connection, pageRequest, type Connection } from '@galleria/kit/graphql/pagination';
import { orderErrors } from '../domain/errors.ts';
import { orderNumberFrom } from '../domain/order-number.ts';
import type { Order, OrderStatus } from '../domain/order.ts';
import type { OrderSearch, OrderSearchReader, OrderSort } from '../repository/order-search-reader.ts';
import type { PaidOrders } from '../repository/paid-orders-reader.ts';
import { isStorable, orderPosition } from './order-position.ts';

type Optional<T> = T | null | undefined;

/** What is absent does not narrow the search. */
export interface OrderSearchRequest {
  readonly number?: Optional<string>;
  readonly customerId?: Optional<string>;
  readonly states?: Optional<readonly OrderStatus[]>;
  /** This moment and later. */
  readonly placedFrom?: Optional<Date>;
  /** Before this moment. */
  readonly placedTo?: Optional<Date>;
}

type PageArguments = { readonly first: number; readonly after?: Optional<string> };

/** Orders of all customers. */
export interface SearchOrders {
  /** Throws DATE_RANGE_INVALID, PAGE_SIZE_INVALID or CURSOR_INVALID. */
  matching(request: OrderSearchRequest, page: PageArguments, sort: OrderSort): Promise<Connection<Order>>;
  /** Those that nothing has ended, although their deadline is over, oldest first. Throws as `matching` does. */
  stuck(page: PageArguments): Promise<Connection<Order>>;
  /** How many those are. */
  stuckCount(): Promise<number>;
  /** What the paid ones add up to, by currency. */
  paidSums(): Promise<PaidOrders[]>;
}

/** A sweep comes every second, and takes its time. */
const GRACE_MS = 2_000;

export function createSearchOrders(dependencies: {
  readonly reader: OrderSearchReader;
  readonly readPaidOrders: () => Promise<PaidOrders[]>;
  readonly clock: () => Date;
}): SearchOrders {
  const { reader, readPaidOrders, clock } = dependencies;
  const read = async (search: OrderSearch | null, page: PageArguments, sort: OrderSort) => {
    const request = pageRequest(page, 2);
    const after = request.after === null ? null : orderPosition(request.after);
    const [rows, totalCount] =
      search === null
        ? [[], 0]
        : await Promise.all([reader.page(search, sort, after, request.limit), reader.count(search)]);
    return connection(rows, request, totalCount, ({ placedAt, id }) => [placedAt.getTime(), id]);
  };
  return {
    matching: async (wanted, page, sort) => read(searchOf(wanted), page, sort),
    stuck: (page) => read(stuckOnes(clock()), page, 'OLDEST'),
    stuckCount: () => reader.count(stuckOnes(clock())),
    paidSums: readPaidOrders,
  };
}

function stuckOnes(now: Date): OrderSearch {
  return { deadlineBefore: new Date(now.getTime() - GRACE_MS) };
}

/** Null where no order can be meant: a number or an id that is none. */
function searchOf({ number, customerId, states, placedFrom, placedTo }: OrderSearchRequest): OrderSearch | null {
  if (!isRange(placedFrom ?? null, placedTo ?? null)) throw orderErrors.DATE_RANGE_INVALID();
  const known = number == null ? null : orderNumberFrom(number);
  if (number != null && known === null) return null;
  if (customerId != null && !isId(customerId)) return null;
  return {
    ...(known === null ? {} : { number: known }),
    ...(customerId == null ? {} : { customerId }),
    ...(states == null || states.length === 0 ? {} : { states: [...new Set(states)] }),
    ...(placedFrom == null ? {} : { placedFrom }),
    ...(placedTo == null ? {} : { placedTo }),
  };
}

function isRange(from: Date | null, to: Date | null): boolean {
  const isPossible = [from, to].every((at) => at === null || isStorable(at));
  return isPossible && (from === null || to === null || from < to);
}
