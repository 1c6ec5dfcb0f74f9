import type { Database, Queryable } from '@galleria/kit/database/database';
import { createInbox, type Inbox } from './inbox/inbox.ts';
import { createOutbox, type Outbox } from './outbox/outbox.ts';

/** Makes a service's repositories, bound to one transaction. */
type Bind = (transaction: Queryable) => object;

/**
 * Everything that one transaction of a service can touch: its repositories, and the messages that it takes and leaves.
 */
export type WorkOf<Repositories extends Bind> = ReturnType<Repositories> & {
  readonly outbox: Outbox;
  readonly inbox: Inbox;
};

/** Runs `work` in one transaction: all of it is committed, messages included, or nothing is. */
export type UnitOfWorkOf<Work> = <T>(work: (transaction: Work) => Promise<T>) => Promise<T>;

/** The unit of work of a service, whose name its messages carry and its inbox goes by. */
export function defineUnitOfWork<Repositories extends Bind>(
  service: string,
  repositories: Repositories,
): (database: Database) => UnitOfWorkOf<WorkOf<Repositories>> {
  return (database) => (work) =>
    database.transaction((transaction) => {
      const bound = repositories(transaction) as ReturnType<Repositories>;
      const outbox = createOutbox(transaction, { source: service });
      const inbox = createInbox(transaction, { consumer: service });
      return work({ ...bound, outbox, inbox });
    });
}
