import type { Database, Queryable } from '@galleria/kit/database/database';
import { createOutbox, type Outbox } from '@galleria/messaging/outbox/outbox';
import { createBrandRepository, type BrandRepository } from './brand-repository.ts';
import { createCategoryRepository, type CategoryRepository } from './category-repository.ts';
import { createProductRepository, type ProductRepository } from './product-repository.ts';

/** Everything that one transaction can touch. */
export interface Work {
  readonly brands: BrandRepository;
  readonly categories: CategoryRepository;
  readonly products: ProductRepository;
  readonly outbox: Outbox;
}

/** Runs `work` in one transaction: all of it is committed, messages included, or nothing is. */
export type UnitOfWork = <T>(work: (transaction: Work) => Promise<T>) => Promise<T>;

export function createUnitOfWork(database: Database): UnitOfWork {
  return (work) => database.transaction((transaction) => work(bind(transaction)));
}

function bind(transaction: Queryable): Work {
  return {
    brands: createBrandRepository(transaction),
    categories: createCategoryRepository(transaction),
    products: createProductRepository(transaction),
    outbox: createOutbox(transaction, { source: 'products' }),
  };
}
