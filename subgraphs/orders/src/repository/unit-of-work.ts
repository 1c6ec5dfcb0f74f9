import type { Database, Queryable } from '@galleria/kit/database/database';
import { createInbox, type Inbox } from '@galleria/messaging/inbox/inbox';
import { createOutbox, type Outbox } from '@galleria/messaging/outbox/outbox';
import { createCartRepository, type CartRepository } from './cart-repository.ts';
import { createErasedCustomerRepository, type ErasedCustomerRepository } from './erased-customer-repository.ts';
import { createOrderRepository, type OrderRepository } from './order-repository.ts';
import { createProductPriceRepository, type ProductPriceRepository } from './product-price-repository.ts';

/** Everything that one transaction can touch. */
export interface Work {
  readonly carts: CartRepository;
  readonly erasedCustomers: ErasedCustomerRepository;
  readonly orders: OrderRepository;
  readonly prices: ProductPriceRepository;
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
    carts: createCartRepository(transaction),
    erasedCustomers: createErasedCustomerRepository(transaction),
    orders: createOrderRepository(transaction),
    prices: createProductPriceRepository(transaction),
    outbox: createOutbox(transaction, { source: 'orders' }),
    inbox: createInbox(transaction),
  };
}
