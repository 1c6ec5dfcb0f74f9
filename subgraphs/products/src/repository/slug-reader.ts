import type { Brand, Category } from '../domain/catalogue.ts';
import type { Product } from '../domain/product.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Finds what a slug means, or meant before it was renamed. */
export interface SlugReader {
  product(slug: string): Promise<Product | null>;
  category(slug: string): Promise<Category | null>;
  brand(slug: string): Promise<Brand | null>;
}

/** Today's slug is a row's own column and one prepared statement; only an old one costs a second. */
export function createSlugReader({ product, category, brand }: PrismaClient): SlugReader {
  const formerly = (slug: string) => ({ where: { slugs: { some: { slug } } } });
  return {
    product: async (slug) => (await product.findUnique({ where: { slug } })) ?? product.findFirst(formerly(slug)),
    category: async (slug) => (await category.findUnique({ where: { slug } })) ?? category.findFirst(formerly(slug)),
    brand: async (slug) => (await brand.findUnique({ where: { slug } })) ?? brand.findFirst(formerly(slug)),
  };
}
