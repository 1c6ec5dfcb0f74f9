import { productUpdated } from '@galleria/events/products';
import { isId } from '@galleria/kit/identifiers';
import { edited, given, isCurrent, type Changes } from '../domain/edit.ts';
import { namingProblem, trimmed, type NamingProblem } from '../domain/naming.ts';
import type { Product } from '../domain/product.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

type EditableProduct = Pick<Product, 'slug' | 'name' | 'description' | 'categoryId' | 'brandId'>;

export interface ProductEdit {
  readonly productId: string;
  /** The version that the editor saw. */
  readonly version: number;
  readonly changes: Changes<EditableProduct>;
}

export type EditOutcome =
  | { readonly kind: 'updated'; readonly product: Product }
  | { readonly kind: 'edit-conflict'; readonly current: Product }
  | { readonly kind: 'invalid'; readonly problem: NamingProblem }
  | { readonly kind: 'category-unknown' }
  | { readonly kind: 'brand-unknown' }
  | { readonly kind: 'slug-taken' }
  | { readonly kind: 'product-unknown' };

/**
 * Changes what a product is called, how it is described and where it stands, and tells the others when anything did
 * change.
 */
export function createEditProduct(dependencies: { readonly unitOfWork: UnitOfWork; readonly clock: () => Date }) {
  return async ({ productId, version, changes }: ProductEdit): Promise<EditOutcome> => {
    const values = given(changes);
    const problem = namingProblem(values);
    if (problem !== null) return { kind: 'invalid', problem };
    if (!isId(productId)) return { kind: 'product-unknown' };
    return dependencies.unitOfWork(async (work) => {
      const product = await work.products.lock(productId);
      if (product === null) return { kind: 'product-unknown' };
      if (!isCurrent(product, version)) return { kind: 'edit-conflict', current: product };
      const next = edited(product, trimmed(values));
      if (next === null) return { kind: 'updated', product };
      return (await obstacle(work, product, next)) ?? save(work, next, dependencies.clock());
    });
  };
}

/** Claiming the slug comes last: after it nothing may be refused, as the transaction is committed either way. */
async function obstacle(
  { brands, categories, products }: Work,
  before: Product,
  { id, slug, categoryId, brandId }: Product,
): Promise<EditOutcome | null> {
  if (categoryId !== before.categoryId && !(isId(categoryId) && (await categories.has(categoryId)))) {
    return { kind: 'category-unknown' };
  }
  if (brandId !== before.brandId && !(isId(brandId) && (await brands.has(brandId)))) return { kind: 'brand-unknown' };
  if (slug !== before.slug && !(await products.claimSlug(id, slug))) return { kind: 'slug-taken' };
  return null;
}

async function save({ products, outbox }: Work, product: Product, updatedAt: Date): Promise<EditOutcome> {
  const { id, slug, name, version } = product;
  await products.save(product);
  await outbox.add(productUpdated, { productId: id, slug, name, updatedAt: updatedAt.toISOString(), version });
  return { kind: 'updated', product };
}
