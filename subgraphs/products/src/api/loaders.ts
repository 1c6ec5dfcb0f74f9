import DataLoader from 'dataloader';
import type { Brand, Category } from '../domain/catalogue.ts';
import type { Product } from '../domain/product.ts';
import type { ProductFilter } from '../domain/product-list.ts';
import type { CountFacets } from '../service/count-facets.ts';
import type { Discover, RelatedRequest } from '../service/discover.ts';
import type { ReadCatalogue } from '../service/read-catalogue.ts';
import type { PriceHistoryPage, PriceHistoryRequest, ReadPriceHistory } from '../service/read-price-history.ts';

/** Each gathers the keys of one request into one query. */
export interface Loaders {
  readonly productById: DataLoader<string, Product | null>;
  readonly categoryById: DataLoader<string, Category | null>;
  readonly childrenByCategoryId: DataLoader<string, Category[]>;
  readonly brandById: DataLoader<string, Brand | null>;
  readonly relatedProducts: DataLoader<RelatedRequest, Product[], string>;
  readonly priceHistory: DataLoader<PriceHistoryRequest, PriceHistoryPage, string>;
  readonly priceChangeCount: DataLoader<string, number>;
  /** The lowest and the highest price are two fields of one query. */
  readonly priceRange: DataLoader<ProductFilter, { readonly min: number | null; readonly max: number | null }>;
}

export function createLoaders(services: {
  readonly catalogue: ReadCatalogue;
  readonly discover: Discover;
  readonly facets: CountFacets;
  readonly priceHistory: ReadPriceHistory;
}): Loaders {
  const { catalogue, discover, facets, priceHistory } = services;
  return {
    productById: new DataLoader((ids) => catalogue.productsByIds(ids)),
    categoryById: new DataLoader((ids) => catalogue.categoriesByIds(ids)),
    childrenByCategoryId: new DataLoader((ids) => catalogue.childrenOfCategories(ids)),
    brandById: new DataLoader((ids) => catalogue.brandsByIds(ids)),
    relatedProducts: new DataLoader((requests) => discover.related(requests), {
      cacheKeyFn: ({ product, first }) => `${product.id} ${first}`,
    }),
    priceHistory: new DataLoader((requests) => priceHistory.pages(requests), {
      cacheKeyFn: ({ productId, range }) => `${productId} ${range.limit} ${range.after?.[0] ?? ''}`,
    }),
    priceChangeCount: new DataLoader((productIds) => priceHistory.counts(productIds)),
    priceRange: new DataLoader((filters) => Promise.all(filters.map((filter) => facets.priceRange(filter)))),
  };
}
