import type { Database, Queryable } from '@galleria/kit/database/database';
import { createInbox, type Inbox } from '@galleria/messaging/inbox/inbox';
import { createOutbox, type Outbox } from '@galleria/messaging/outbox/outbox';
import { createReservationRepository, type ReservationRepository } from './reservation-repository.ts';
import { createStockRepository, type StockRepository } from './stock-repository.ts';

/** Everything that one transaction can touch. */
export interface Work {
  readonly stock: StockRepository;
  readonly reservations: ReservationRepository;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
}

/** Runs `work` in one transaction: all of it is committed, messages included, or nothing is. */
export type UnitOfWork = <T>(work: (transaction: Work) => Promise<T>) => Promise<T>;

export function createUnitOfWork(database: Database): UnitOfWork {
  return (work) => database.transaction((transaction) => work(bind(transaction)));
}

function bind(transaction: Queryable): Work {
  return {
    stock: createStockRepository(transaction),
    reservations: createReservationRepository(transaction),
    outbox: createOutbox(transaction, { source: 'inventory' }),
    inbox: createInbox(transaction),
  };
}
