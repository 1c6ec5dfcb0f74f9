import DataLoader from 'dataloader';
import type { Brand, Category } from '../domain/catalogue.ts';
import type { Product } from '../domain/product.ts';
import type { ReadCatalogue } from '../service/read-catalogue.ts';

/** Each gathers the keys of one request into one query. */
export interface Loaders {
  readonly productById: DataLoader<string, Product | null>;
  readonly categoryById: DataLoader<string, Category | null>;
  readonly childrenByCategoryId: DataLoader<string, Category[]>;
  readonly brandById: DataLoader<string, Brand | null>;
}

export function createLoaders({ catalogue }: { readonly catalogue: ReadCatalogue }): Loaders {
  return {
    productById: new DataLoader((ids) => catalogue.productsByIds(ids)),
    categoryById: new DataLoader((ids) => catalogue.categoriesByIds(ids)),
    childrenByCategoryId: new DataLoader((ids) => catalogue.childrenOfCategories(ids)),
    brandById: new DataLoader((ids) => catalogue.brandsByIds(ids)),
  };
}
