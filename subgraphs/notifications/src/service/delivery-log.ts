import { isId } from '@galleria/kit/identifiers';
import { connection, pageRequest, paginationErrors, type Connection } from '@galleria/kit/graphql/pagination';
import type { Attempt, Delivery } from '../domain/notification.ts';
import type { DeliveryQuery, DeliveryReader } from '../repository/delivery-reader.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

export interface DeliveryPageArguments {
  readonly first: number;
  readonly after: string | null;
}

export type RetryOutcome =
  | { readonly kind: 'retried'; readonly delivery: Delivery }
  | { readonly kind: 'not-found' }
  /** It was sent, given up by the customer, or led to a link that works no longer. */
  | { readonly kind: 'not-retriable'; readonly delivery: Delivery };

/** The mails and what mail servers said of them, for administrators. */
export interface DeliveryLog {
  /** Newest first. Throws PAGE_SIZE_INVALID or CURSOR_INVALID. */
  page(query: DeliveryQuery, args: DeliveryPageArguments): Promise<Connection<Delivery>>;
  /** The attempts of many mails, in the order asked, oldest attempt first. */
  attemptsOf(ids: readonly string[]): Promise<(readonly Attempt[])[]>;
  /** Makes a mail that failed or waits due now. One that is being sent at this moment is left to it. */
  retry(id: string): Promise<RetryOutcome>;
}

export function createDeliveryLog(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly reader: DeliveryReader;
  readonly clock: () => Date;
  readonly onMailDue: () => void;
}): DeliveryLog {
  const { unitOfWork, reader, clock, onMailDue } = dependencies;
  return {
    page: async (query, args) => {
      if (query.userId !== undefined && !isId(query.userId)) return connection([], pageRequest(args, 1), 0, () => []);
      const request = pageRequest(args, 1);
      const beforeId = request.after === null ? null : String(request.after[0]);
      if (beforeId !== null && !isId(beforeId)) throw paginationErrors.CURSOR_INVALID({ cursor: args.after });
      const [rows, totalCount] = await Promise.all([
        reader.page(query, request.limit + 1, beforeId),
        reader.count(query),
      ]);
      return connection(rows, request, totalCount, ({ id }) => [id]);
    },
    attemptsOf: async (ids) => {
      const attempts = await reader.attemptsOf(ids);
      return ids.map((id) => attempts.get(id) ?? []);
    },
    retry: async (id) => {
      if (!isId(id)) return { kind: 'not-found' };
      const isDue = await unitOfWork(({ deliveries }) => deliveries.retry(id, clock()));
      if (isDue) onMailDue();
      const delivery = await reader.byId(id);
      if (delivery === null) return { kind: 'not-found' };
      const isRetried = isDue || delivery.status === 'PENDING';
      return { kind: isRetried ? 'retried' : 'not-retriable', delivery };
    },
  };
}
