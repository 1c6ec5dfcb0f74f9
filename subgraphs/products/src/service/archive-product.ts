import { productArchived, productRestored } from '@galleria/events/products';
import { isId } from '@galleria/kit/identifiers';
import { isCurrent } from '../domain/edit.ts';
import type { Product } from '../domain/product.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

export type ArchiveOutcome =
  | { readonly kind: 'done'; readonly product: Product }
  | { readonly kind: 'edit-conflict'; readonly current: Product }
  | { readonly kind: 'product-unknown' };

export interface ArchiveProduct {
  /**
   * Takes a product off sale. A second time changes nothing, and tells nobody. `version` is the one that the caller
   * saw.
   */
  archive(productId: string, version: number | null): Promise<ArchiveOutcome>;
  /**
   * Puts an archived product back on sale, at the price that it had. A second time changes nothing, and tells nobody.
   */
  restore(productId: string, version: number | null): Promise<ArchiveOutcome>;
}

/** Off sale and back, each told to the others. */
export function createArchiveProduct(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
}): ArchiveProduct {
  const { unitOfWork, clock } = dependencies;
  return {
    archive: (productId, version) =>
      changeSale(unitOfWork, { productId, version, archivedAt: clock() }, ({ outbox }, product, archivedAt) =>
        outbox.add(productArchived, {
          productId: product.id,
          archivedAt: archivedAt.toISOString(),
          version: product.version,
        }),
      ),
    restore: (productId, version) =>
      changeSale(unitOfWork, { productId, version, archivedAt: null }, ({ outbox }, product) =>
        outbox.add(productRestored, {
          productId: product.id,
          price: { amountMinor: product.priceMinor, currency: product.currency },
          restoredAt: clock().toISOString(),
          version: product.version,
        }),
      ),
  };
}

interface SaleChange<ArchivedAt extends Date | null> {
  readonly productId: string;
  readonly version: number | null;
  /** From when on it is off sale; null to put it on sale. */
  readonly archivedAt: ArchivedAt;
}

async function changeSale<ArchivedAt extends Date | null>(
  unitOfWork: UnitOfWork,
  { productId, version, archivedAt }: SaleChange<ArchivedAt>,
  tell: (work: Work, product: Product, archivedAt: ArchivedAt) => Promise<unknown>,
): Promise<ArchiveOutcome> {
  if (!isId(productId)) return { kind: 'product-unknown' };
  return unitOfWork(async (work) => {
    const product = await work.products.lock(productId);
    if (product === null) return { kind: 'product-unknown' };
    if (!isCurrent(product, version)) return { kind: 'edit-conflict', current: product };
    if ((product.archivedAt === null) === (archivedAt === null)) return { kind: 'done', product };
    const changed = { ...product, archivedAt, version: product.version + 1 };
    await work.products.save(changed);
    await tell(work, changed, archivedAt);
    return { kind: 'done', product: changed };
  });
}
