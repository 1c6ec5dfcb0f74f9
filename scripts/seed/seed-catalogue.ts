import { brands } from './data/brands.ts';
import { categories } from './data/categories.ts';
import { products } from './data/products.ts';
import type { SeedProduct } from './data/seed-product.ts';
import type { GraphClient } from './graph-client.ts';
import {
  BRAND_ID,
  CATEGORY_ID,
  CREATE_BRAND,
  CREATE_CATEGORY,
  CREATE_PRODUCT,
  PRODUCT_ID,
  PRODUCTS,
  SHELVES,
} from './operations.ts';
import { readProducts } from './read-products.ts';
import { inParallel } from './waiting.ts';

const CURRENCY = 'EUR';
const PARALLEL = 8;

/** How each is created, and found when it is there already. */
const CATEGORY = { document: CREATE_CATEGORY, lookup: CATEGORY_ID };
const BRAND = { document: CREATE_BRAND, lookup: BRAND_ID };
const PRODUCT = { document: CREATE_PRODUCT, lookup: PRODUCT_ID };

export interface SeededCatalogue {
  /** Product ids by slug. */
  readonly productIds: ReadonlyMap<string, string>;
  /** Slugs of the products that were not there before. */
  readonly created: ReadonlySet<string>;
}

interface Created {
  readonly created: {
    readonly __typename: string;
    readonly message?: string;
    readonly entity?: { readonly id: string };
  };
}

type Ids = Map<string, string>;

/** Creates the categories, brands and products that do not exist yet, as the administrator. */
export async function seedCatalogue(administrator: GraphClient): Promise<SeededCatalogue> {
  const { categories: tops, brands: makers } = await administrator.request<Shelves>(SHELVES);
  const categoryIds: Ids = new Map(tops.flatMap((top) => [top, ...top.children]).map(({ slug, id }) => [slug, id]));
  const brandIds: Ids = new Map(makers.map(({ slug, id }) => [slug, id]));
  await seedCategories(administrator, categoryIds);
  await inParallel(brands, PARALLEL, async (brand) => {
    if (!brandIds.has(brand.slug)) brandIds.set(brand.slug, (await create(administrator, BRAND, { ...brand })).id);
  });
  const onSale = await readProducts<Shelf>(administrator, PRODUCTS);
  const existing = new Map(onSale.map(({ slug, id }) => [slug, id]));
  const created = new Set<string>();
  const ids = await inParallel(products, PARALLEL, async (product) => {
    const id = existing.get(product.slug);
    if (id !== undefined) return id;
    const result = await create(administrator, PRODUCT, productInput(product, categoryIds, brandIds));
    if (result.isNew) created.add(product.slug);
    return result.id;
  });
  return { created, productIds: new Map(products.map(({ slug }, index) => [slug, ids[index] ?? ''])) };
}

interface Shelves {
  readonly categories: readonly (Shelf & { readonly children: readonly Shelf[] })[];
  readonly brands: readonly Shelf[];
}

interface Shelf {
  readonly id: string;
  readonly slug: string;
}

/** One after the other: the shop shows categories in the order of their creation. */
async function seedCategories(administrator: GraphClient, ids: Ids): Promise<void> {
  for (const { slug, name, children } of categories) {
    const parentId = ids.get(slug) ?? (await create(administrator, CATEGORY, { slug, name })).id;
    ids.set(slug, parentId);
    for (const child of children) {
      if (ids.has(child.slug)) continue;
      ids.set(child.slug, (await create(administrator, CATEGORY, { ...child, parentId })).id);
    }
  }
}

function productInput(product: SeedProduct, categoryIds: Ids, brandIds: Ids) {
  const { slug, name, description, priceMinor, category, brand } = product;
  return {
    slug,
    name,
    description,
    price: { amountMinor: priceMinor, currency: CURRENCY },
    categoryId: categoryIds.get(category),
    brandId: brandIds.get(brand),
  };
}

/**
 * Somebody may have renamed, moved or archived it since the last seed: what has the slug, or had it, is what was meant.
 */
async function create(
  administrator: GraphClient,
  { document, lookup }: { readonly document: string; readonly lookup: string },
  input: { readonly slug: string; readonly [field: string]: unknown },
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { created } = await administrator.request<Created>(document, { input });
  if (created.__typename !== 'SlugTaken') return { id: idOf(created, input.slug), isNew: true };
  const { found } = await administrator.request<{ found: { id: string } | null }>(lookup, { slug: input.slug });
  if (found === null) throw new Error(`${input.slug} is taken by nothing.`);
  return { id: found.id, isNew: false };
}

function idOf({ entity, __typename, message }: Created['created'], slug: string): string {
  if (entity === undefined) throw new Error(`${slug} could not be created: ${__typename}, ${message ?? ''}`);
  return entity.id;
}
