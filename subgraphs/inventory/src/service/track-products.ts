import { onceIn } from '@galleria/kit/process/once';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

/** Keeps stock of every product that came on sale. */
export function createTrackProducts(dependencies: { readonly unitOfWork: UnitOfWork }) {
  const once = onceIn(dependencies.unitOfWork);
  return (messageId: string, productId: string): Promise<void> => once(messageId, ({ stock }) => stock.open(productId));
}
