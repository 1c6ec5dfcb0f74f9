import { z } from 'zod';
import { defineCommand, defineEvent } from './contract.ts';
import { id, line, moment, reasonCode } from './values.ts';

export const reserveStock = defineCommand({
  owner: 'inventory',
  name: 'reserve-stock',
  version: 1,
  description: 'Hold these pieces for an order: all of them or none. The hold ends by itself at expiresAt.',
  key: (data) => data.orderId,
  schema: z.object({ orderId: id, lines: z.array(line).min(1), expiresAt: moment }),
});

export const commitStock = defineCommand({
  owner: 'inventory',
  name: 'commit-stock',
  version: 1,
  description: 'The order is paid: what is held for it is sold.',
  key: (data) => data.orderId,
  schema: z.object({ orderId: id }),
});

export const releaseStock = defineCommand({
  owner: 'inventory',
  name: 'release-stock',
  version: 1,
  description: 'The order will not be shipped: what is held for it, or was sold to it, can be ordered again.',
  key: (data) => data.orderId,
  schema: z.object({ orderId: id, reason: reasonCode }),
});

/** Of which there are others now; absent from what was sent before they were told, or is told again. */
const productIds = z.array(id).min(1).optional();

export const stockReserved = defineEvent({
  owner: 'inventory',
  name: 'stock-reserved',
  version: 1,
  description: 'All pieces of an order are held for it.',
  key: (data) => data.orderId,
  schema: z.object({ orderId: id, expiresAt: moment, productIds }),
});

export const stockCommitted = defineEvent({
  owner: 'inventory',
  name: 'stock-committed',
  version: 1,
  description: 'The pieces of an order are sold.',
  key: (data) => data.orderId,
  schema: z.object({ orderId: id, productIds }),
});

export const stockRejected = defineEvent({
  owner: 'inventory',
  name: 'stock-rejected',
  version: 1,
  description: 'An order cannot be had: some pieces are missing, and none are held.',
  key: (data) => data.orderId,
  schema: z.object({
    orderId: id,
    reason: reasonCode,
    missing: z.array(z.object({ productId: id, requested: z.int(), available: z.int() })),
  }),
});

export const stockLost = defineEvent({
  owner: 'inventory',
  name: 'stock-lost',
  version: 1,
  description: 'An order that is paid cannot be had after all: its hold had ended, and the pieces are gone.',
  key: (data) => data.orderId,
  schema: z.object({ orderId: id, reason: reasonCode }),
});

export const stockReleased = defineEvent({
  owner: 'inventory',
  name: 'stock-released',
  version: 1,
  description: 'The pieces of an order can be ordered again.',
  key: (data) => data.orderId,
  schema: z.object({ orderId: id, reason: reasonCode, productIds }),
});

export const stockChanged = defineEvent({
  owner: 'inventory',
  name: 'stock-changed',
  version: 1,
  description: 'A delivery, a count or breakage changed how many pieces of a product there are.',
  key: (data) => data.productId,
  schema: z.object({ productId: id, onHand: z.int().min(0), available: z.int().min(0), changedAt: moment }),
});

const level = z.object({ productId: id, available: z.int().min(0), at: moment });

export const stockRanLow = defineEvent({
  owner: 'inventory',
  name: 'stock-ran-low',
  version: 1,
  description: 'Fewer pieces of a product are available than its threshold: more should be ordered.',
  unheardBecause: 'For whoever orders more from suppliers, which nobody here does.',
  key: (data) => data.productId,
  schema: level.extend({ threshold: z.int().min(0) }),
});

export const stockRanOut = defineEvent({
  owner: 'inventory',
  name: 'stock-ran-out',
  version: 1,
  description: 'No piece of a product is available any more.',
  unheardBecause:
    'For whoever orders more from suppliers, or takes a product out of an advertisement; the graph tells it to the shop.',
  key: (data) => data.productId,
  schema: z.object({ productId: id, at: moment }),
});

export const backInStock = defineEvent({
  owner: 'inventory',
  name: 'back-in-stock',
  version: 1,
  description: 'A product of which no piece was available can be ordered again.',
  unheardBecause: 'For a service that tells customers who wait for a product; nobody here can ask for that yet.',
  key: (data) => data.productId,
  schema: level,
});
