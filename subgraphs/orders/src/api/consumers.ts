import { stockRejected, stockReserved } from '@galleria/events/inventory';
import { paymentCaptured, paymentDeclined } from '@galleria/events/payments';
import { priceChanged, productArchived, productCreated, productRestored } from '@galleria/events/products';
import { on, type Subscription } from '@galleria/messaging/subscription';
import type { Replies } from '../service/handle-replies.ts';
import type { TrackPrices } from '../service/track-prices.ts';

/** What this service listens to, and the use case that each message starts. */
export function createSubscriptions(services: {
  readonly replies: Replies;
  readonly trackPrices: TrackPrices;
}): Subscription[] {
  const { replies, trackPrices } = services;
  return [
    on(stockReserved, ({ orderId }, message) => replies.stockReserved(message.id, orderId)),
    on(stockRejected, ({ orderId, reason }, message) => replies.stockRejected(message.id, orderId, reason)),
    on(paymentCaptured, ({ orderId }, message) => replies.paymentCaptured(message.id, orderId)),
    on(paymentDeclined, ({ orderId, reason }, message) => replies.paymentDeclined(message.id, orderId, reason)),
    on(productCreated, ({ productId, price, createdAt }, message) =>
      trackPrices.setPrice(message.id, productId, price, new Date(createdAt)),
    ),
    on(priceChanged, ({ productId, price, changedAt }, message) =>
      trackPrices.setPrice(message.id, productId, price, new Date(changedAt)),
    ),
    on(productArchived, ({ productId }, message) => trackPrices.archive(message.id, productId)),
    on(productRestored, ({ productId, price, restoredAt }, message) =>
      trackPrices.restore(message.id, productId, price, new Date(restoredAt)),
    ),
  ];
}
