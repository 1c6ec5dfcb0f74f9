import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { id, moment, money, version } from './values.ts';

export const productCreated = defineEvent({
  owner: 'products',
  name: 'product-created',
  version: 1,
  description: 'A product came on sale.',
  key: (data) => data.productId,
  schema: z.object({ productId: id, slug: z.string(), name: z.string(), price: money, createdAt: moment, version }),
});

export const priceChanged = defineEvent({
  owner: 'products',
  name: 'price-changed',
  version: 1,
  description: 'A product costs something else from now on.',
  key: (data) => data.productId,
  schema: z.object({ productId: id, price: money, previousPrice: money, changedAt: moment, version }),
});

export const productArchived = defineEvent({
  owner: 'products',
  name: 'product-archived',
  version: 1,
  description: 'A product was taken off sale.',
  key: (data) => data.productId,
  schema: z.object({ productId: id, archivedAt: moment, version }),
});

export const productRestored = defineEvent({
  owner: 'products',
  name: 'product-restored',
  version: 1,
  description: 'A product that was taken off sale is on sale again.',
  key: (data) => data.productId,
  schema: z.object({ productId: id, price: money, restoredAt: moment, version }),
});

export const productUpdated = defineEvent({
  owner: 'products',
  name: 'product-updated',
  version: 1,
  description: "A product's name, address, description, shelf or brand is another one now.",
  key: (data) => data.productId,
  schema: z.object({ productId: id, slug: z.string(), name: z.string(), updatedAt: moment, version }),
});
