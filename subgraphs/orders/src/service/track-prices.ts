import type { Money } from '../domain/money.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

const CONSUMER = 'orders';

export interface TrackPrices {
  setPrice(messageId: string, productId: string, price: Money, pricedAt: Date): Promise<void>;
  archive(messageId: string, productId: string): Promise<void>;
  restore(messageId: string, productId: string, price: Money, restoredAt: Date): Promise<void>;
}

/** Keeps the projection of products' prices. */
export function createTrackPrices(dependencies: { readonly unitOfWork: UnitOfWork }): TrackPrices {
  const once = (messageId: string, effect: (work: Work) => Promise<void>): Promise<void> =>
    dependencies.unitOfWork(async (work) => {
      if (await work.inbox.accept(CONSUMER, messageId)) await effect(work);
    });
  return {
    setPrice: (messageId, productId, price, pricedAt) =>
      once(messageId, ({ prices }) => prices.setPrice(productId, price, pricedAt)),
    archive: (messageId, productId) => once(messageId, ({ prices }) => prices.archive(productId)),
    restore: (messageId, productId, price, restoredAt) =>
      once(messageId, async ({ prices }) => {
        await prices.setPrice(productId, price, restoredAt);
        await prices.restore(productId);
      }),
  };
}
