import type { Queryable } from '@galleria/kit/database/database';
import { defineUnitOfWork, type UnitOfWorkOf, type WorkOf } from '@galleria/messaging/unit-of-work';
import { createCartRepository } from './cart-repository.ts';
import { createErasedCustomerRepository } from './erased-customer-repository.ts';
import { createOrderRepository } from './order-repository.ts';
import { createProductPriceRepository } from './product-price-repository.ts';

const repositories = (transaction: Queryable) => ({
  carts: createCartRepository(transaction),
  erasedCustomers: createErasedCustomerRepository(transaction),
  orders: createOrderRepository(transaction),
  prices: createProductPriceRepository(transaction),
});

/** Everything that one transaction can touch. */
export type Work = WorkOf<typeof repositories>;

export type UnitOfWork = UnitOfWorkOf<Work>;

export const createUnitOfWork = defineUnitOfWork('orders', repositories);
