import type { Queryable } from '@galleria/kit/database/database';
import { defineUnitOfWork, type UnitOfWorkOf, type WorkOf } from '@galleria/messaging/unit-of-work';
import { createBrandRepository } from './brand-repository.ts';
import { createCategoryRepository } from './category-repository.ts';
import { createProductRepository } from './product-repository.ts';

const repositories = (transaction: Queryable) => ({
  brands: createBrandRepository(transaction),
  categories: createCategoryRepository(transaction),
  products: createProductRepository(transaction),
});

/** Everything that one transaction can touch. */
export type Work = WorkOf<typeof repositories>;

export type UnitOfWork = UnitOfWorkOf<Work>;

export const createUnitOfWork = defineUnitOfWork('products', repositories);
