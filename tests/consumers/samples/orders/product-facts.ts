import {
  priceChanged,
  productArchived,
  productCreated,
  productRestored,
  productUpdated,
} from '@galleria/events/products';
import { AS_IN_ORDER, RECOGNISED, tell, type Step, type Story, type Told } from '../../story.ts';
import type { OrdersSamples } from './history.ts';

const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const AT = '2020-05-04T12:00:00.000Z';

/** Facts of one product, each of a version that the teller gives it. */
function factsOf(productId: string) {
  const changed = (version: number) => ({ price: EUR(1_000 + version), previousPrice: EUR(1_000), changedAt: AT });
  return {
    created: () =>
      tell(productCreated, {
        ...{ productId, slug: 'walnut-lamp', name: 'Walnut lamp', price: EUR(1_000) },
        ...{ createdAt: AT, version: 1 },
      }),
    renamed: (version: number) =>
      tell(productUpdated, { productId, slug: 'a-lamp', name: `Lamp ${version}`, updatedAt: AT, version }),
    priced: (version: number) => tell(priceChanged, { productId, ...changed(version), version }),
    archived: (version: number) => tell(productArchived, { productId, archivedAt: AT, version }),
    restored: (version: number) =>
      tell(productRestored, { productId, price: EUR(1_000 + version), restoredAt: AT, version }),
  };
}

/** Versions tell which fact is newer, so none may leave a trace of the order in which they came (decision 025). */
function story(message: Told, newer: readonly Step[], older: readonly Step[] = []): Story {
  return {
    message,
    next: newer,
    repeated: RECOGNISED,
    overtaken: [{ by: newer, leaves: AS_IN_ORDER }],
    neighbours: [...older, ...newer],
  };
}

export const productSamples: OrdersSamples = {
  [productCreated.type]: {
    'of a new product': async (stage) => {
      const { created, renamed, priced, archived } = factsOf(stage.id('product'));
      return story(created(), [renamed(2), priced(3), archived(4)]);
    },
  },
  [productUpdated.type]: {
    'between others': async (stage) => {
      const { created, renamed, priced } = factsOf(stage.id('product'));
      return story(renamed(2), [renamed(3), priced(4)], [created()]);
    },
  },
  [priceChanged.type]: {
    'between others': async (stage) => {
      const { created, priced, restored } = factsOf(stage.id('product'));
      return story(priced(2), [priced(3), restored(5)], [created()]);
    },
  },
  [productArchived.type]: {
    'between others': async (stage) => {
      const { created, archived, restored } = factsOf(stage.id('product'));
      return story(archived(2), [restored(3)], [created()]);
    },
  },
  [productRestored.type]: {
    'between others': async (stage) => {
      const { archived, restored, priced } = factsOf(stage.id('product'));
      return story(restored(3), [priced(4), archived(5)], [archived(2)]);
    },
  },
};
