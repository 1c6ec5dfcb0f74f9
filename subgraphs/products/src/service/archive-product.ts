import { productArchived } from '@galleria/events/products';
import { isId } from '@galleria/kit/identifiers';
import type { Product } from '../domain/product.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

export type ArchiveOutcome =
  { readonly kind: 'archived'; readonly product: Product } | { readonly kind: 'product-unknown' };

/** Takes a product off sale, and tells the others. A second time changes nothing, and tells nobody. */
export function createArchiveProduct(dependencies: { readonly unitOfWork: UnitOfWork; readonly clock: () => Date }) {
  return async (productId: string): Promise<ArchiveOutcome> => {
    if (!isId(productId)) return { kind: 'product-unknown' };
    return dependencies.unitOfWork(async ({ products, outbox }) => {
      const product = await products.lock(productId);
      if (product === null) return { kind: 'product-unknown' };
      if (product.archivedAt !== null) return { kind: 'archived', product };
      const archivedAt = dependencies.clock();
      await products.archive(productId, archivedAt);
      await outbox.add(productArchived, { productId, archivedAt: archivedAt.toISOString() });
      return { kind: 'archived', product: { ...product, archivedAt } };
    });
  };
}
