import { onceIn } from '@galleria/kit/process/once';
import type { Money } from '../domain/money.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

/** `version` is that of the product which the message tells: of two messages the one with the higher is newer. */
export interface TrackPrices {
  introduce(messageId: string, product: { id: string; name: string; price: Money; version: number }): Promise<void>;
  setPrice(messageId: string, productId: string, price: Money, version: number): Promise<void>;
  rename(messageId: string, productId: string, name: string, version: number): Promise<void>;
  archive(messageId: string, productId: string, version: number): Promise<void>;
  restore(messageId: string, productId: string, price: Money, version: number): Promise<void>;
}

/** Keeps the projection of products' prices and names. */
export function createTrackPrices(dependencies: { readonly unitOfWork: UnitOfWork }): TrackPrices {
  const once = onceIn(dependencies.unitOfWork);
  return {
    introduce: (messageId, { id, name, price, version }) =>
      once(messageId, async ({ prices }) => {
        await prices.setPrice(id, price, version);
        await prices.setName(id, name, version);
      }),
    rename: (messageId, productId, name, version) =>
      once(messageId, ({ prices }) => prices.setName(productId, name, version)),
    setPrice: (messageId, productId, price, version) =>
      once(messageId, ({ prices }) => prices.setPrice(productId, price, version)),
    archive: (messageId, productId, version) =>
      once(messageId, ({ prices }) => prices.setArchived(productId, true, version)),
    restore: (messageId, productId, price, version) =>
      once(messageId, async ({ prices }) => {
        await prices.setPrice(productId, price, version);
        await prices.setArchived(productId, false, version);
      }),
  };
}
