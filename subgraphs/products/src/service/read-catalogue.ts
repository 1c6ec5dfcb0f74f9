import { isId } from '@galleria/kit/identifiers';
import type { Brand, Category } from '../domain/catalogue.ts';
import { productErrors } from '../domain/errors.ts';
import { isSlug } from '../domain/naming.ts';
import type { Product } from '../domain/product.ts';
import { MAX_PRODUCTS_BY_ID } from '../domain/product-list.ts';
import type { CatalogueReader } from '../repository/catalogue-reader.ts';
import type { SlugReader } from '../repository/slug-reader.ts';

/**
 * Reads by key. Those by several keys answer in the order asked, each in one query; archived products are found too.
 */
export interface ReadCatalogue {
  productsByIds(ids: readonly string[]): Promise<(Product | null)[]>;
  /** Those that exist, each once. Throws TOO_MANY_IDS. */
  productsAmong(ids: readonly string[]): Promise<Product[]>;
  /** By the slug of today, or one it had before. */
  productBySlug(slug: string): Promise<Product | null>;
  categoryBySlug(slug: string): Promise<Category | null>;
  brandBySlug(slug: string): Promise<Brand | null>;
  categoriesByIds(ids: readonly string[]): Promise<(Category | null)[]>;
  /** The categories inside each of these, in the shop's order. */
  childrenOfCategories(ids: readonly string[]): Promise<Category[][]>;
  topCategories(): Promise<Category[]>;
  brandsByIds(ids: readonly string[]): Promise<(Brand | null)[]>;
  /** By name. */
  allBrands(): Promise<Brand[]>;
}

export function createReadCatalogue(dependencies: {
  readonly reader: CatalogueReader;
  readonly slugs: SlugReader;
}): ReadCatalogue {
  const { reader, slugs } = dependencies;
  return {
    productsByIds: async (ids) => inOrder(ids, await reader.productsByIds(ids.filter(isId))),
    productsAmong: async (ids) => {
      if (ids.length > MAX_PRODUCTS_BY_ID) throw productErrors.TOO_MANY_IDS({ asked: ids.length });
      const known = [...new Set(ids.filter(isId))];
      return inOrder(known, await reader.productsByIds(known)).filter((product) => product !== null);
    },
    productBySlug: async (slug) => (isSlug(slug) ? slugs.product(slug) : null),
    categoryBySlug: async (slug) => (isSlug(slug) ? slugs.category(slug) : null),
    brandBySlug: async (slug) => (isSlug(slug) ? slugs.brand(slug) : null),
    categoriesByIds: async (ids) => inOrder(ids, await reader.categoriesByIds(ids.filter(isId))),
    childrenOfCategories: async (ids) => {
      const children = await reader.categoriesByParentIds(ids);
      return ids.map((id) => children.filter(({ parentId }) => parentId === id));
    },
    topCategories: () => reader.topCategories(),
    brandsByIds: async (ids) => inOrder(ids, await reader.brandsByIds(ids.filter(isId))),
    allBrands: () => reader.allBrands(),
  };
}

function inOrder<Row extends { readonly id: string }>(ids: readonly string[], rows: readonly Row[]): (Row | null)[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}
