import type { Brand, Category } from '../domain/catalogue.ts';
import type { Product } from '../domain/product.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';

/**
 * Reads by key, outside of any transaction: one query for any number of keys, and rows in no order where none is named.
 */
export interface CatalogueReader {
  productsByIds(ids: readonly string[]): Promise<Product[]>;
  categoriesByIds(ids: readonly string[]): Promise<Category[]>;
  /** The categories inside these, in the shop's order. */
  categoriesByParentIds(parentIds: readonly string[]): Promise<Category[]>;
  /** In the shop's order. */
  topCategories(): Promise<Category[]>;
  brandsByIds(ids: readonly string[]): Promise<Brand[]>;
  /** By name. */
  allBrands(): Promise<Brand[]>;
}

export function createCatalogueReader(prisma: PrismaClient): CatalogueReader {
  const among = (ids: readonly string[]) => ({ in: [...ids] });
  return {
    productsByIds: (ids) => prisma.product.findMany({ where: { id: among(ids) } }),
    categoriesByIds: (ids) => prisma.category.findMany({ where: { id: among(ids) } }),
    categoriesByParentIds: (parentIds) =>
      prisma.category.findMany({ where: { parentId: among(parentIds) }, orderBy: { position: 'asc' } }),
    topCategories: () => prisma.category.findMany({ where: { parentId: null }, orderBy: { position: 'asc' } }),
    brandsByIds: (ids) => prisma.brand.findMany({ where: { id: among(ids) } }),
    allBrands: () => prisma.brand.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
  };
}
