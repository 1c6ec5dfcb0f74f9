import { commitStock, releaseStock, reserveStock } from '@galleria/events/inventory';
import { productCreated } from '@galleria/events/products';
import { on, type Subscription } from '@galleria/messaging/consumer/subscription';
import type { Reservations } from '../service/reservations.ts';
import type { createTrackProducts } from '../service/track-products.ts';

/** What this service listens to, and the use case that each message starts. */
export function createSubscriptions(services: {
  readonly reservations: Reservations;
  readonly trackProducts: ReturnType<typeof createTrackProducts>;
}): Subscription[] {
  const { reservations, trackProducts } = services;
  return [
    on(reserveStock, ({ orderId, lines, expiresAt }, message) =>
      reservations.reserve(message.id, { orderId, lines, expiresAt: new Date(expiresAt) }),
    ),
    on(commitStock, ({ orderId }, message) => reservations.commit(message.id, orderId)),
    on(releaseStock, ({ orderId, reason }, message) => reservations.release(message.id, orderId, reason)),
    on(productCreated, ({ productId }, message) => trackProducts(message.id, productId)),
  ];
}
