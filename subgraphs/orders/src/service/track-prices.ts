import type { Money } from '../domain/money.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

export interface TrackPrices {
  introduce(messageId: string, product: { id: string; name: string; price: Money; at: Date }): Promise<void>;
  setPrice(messageId: string, productId: string, price: Money, pricedAt: Date): Promise<void>;
  rename(messageId: string, productId: string, name: string, namedAt: Date): Promise<void>;
  archive(messageId: string, productId: string): Promise<void>;
  restore(messageId: string, productId: string, price: Money, restoredAt: Date): Promise<void>;
}

/** Keeps the projection of products' prices and names. */
export function createTrackPrices(dependencies: { readonly unitOfWork: UnitOfWork }): TrackPrices {
  const once = (messageId: string, effect: (work: Work) => Promise<void>): Promise<void> =>
    dependencies.unitOfWork(async (work) => {
      if (await work.inbox.accept(messageId)) await effect(work);
    });
  return {
    introduce: (messageId, { id, name, price, at }) =>
      once(messageId, async ({ prices }) => {
        await prices.setPrice(id, price, at);
        await prices.setName(id, name, at);
      }),
    rename: (messageId, productId, name, namedAt) =>
      once(messageId, ({ prices }) => prices.setName(productId, name, namedAt)),
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
