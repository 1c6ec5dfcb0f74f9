import type { Brand, Category } from '../domain/catalogue.ts';
import type { ProductFilter } from '../domain/product-list.ts';
import type { ProductFacetReader } from '../repository/product-facet-reader.ts';

export interface CategoryFacet {
  readonly category: Category;
  readonly count: number;
}

export interface BrandFacet {
  readonly brand: Brand;
  readonly count: number;
}

/**
 * How a list could be narrowed. Each facet leaves its own condition out: who has chosen one brand still sees the
 * others.
 */
export interface CountFacets {
  categories(filter: ProductFilter): Promise<CategoryFacet[]>;
  brands(filter: ProductFilter): Promise<BrandFacet[]>;
  priceRange(filter: ProductFilter): Promise<{ readonly min: number | null; readonly max: number | null }>;
}

export function createCountFacets({ reader }: { readonly reader: ProductFacetReader }): CountFacets {
  return {
    categories: async (filter) => {
      const rows = await reader.categories({ ...filter, category: null });
      return rows.map(({ count, ...category }) => ({ category, count }));
    },
    brands: async (filter) => {
      const rows = await reader.brands({ ...filter, brand: null });
      return rows.map(({ count, ...brand }) => ({ brand, count }));
    },
    priceRange: (filter) => reader.priceRange({ ...filter, minPriceMinor: null, maxPriceMinor: null }),
  };
}
