import type { UnitOfWork } from '../repository/unit-of-work.ts';

/** Keeps stock of every product that came on sale. */
export function createTrackProducts(dependencies: { readonly unitOfWork: UnitOfWork }) {
  return (messageId: string, productId: string): Promise<void> =>
    dependencies.unitOfWork(async (work) => {
      if (await work.inbox.accept(messageId)) await work.stock.open(productId);
    });
}
