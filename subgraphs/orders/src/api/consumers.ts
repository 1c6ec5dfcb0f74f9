import { stockLost, stockRejected, stockReserved } from '@galleria/events/inventory';
import { chargeCancellationRefused, paymentCaptured, paymentDeclined, refundRefused } from '@galleria/events/payments';
import {
  priceChanged,
  productArchived,
  productCreated,
  productRestored,
  productUpdated,
} from '@galleria/events/products';
import { userErased } from '@galleria/events/users';
import { on, type Subscription } from '@galleria/messaging/consumer/subscription';
import type { EraseCustomer } from '../service/erase-customer.ts';
import type { Replies } from '../service/handle-replies.ts';
import type { TrackPrices } from '../service/track-prices.ts';

/** What this service listens to, and the use case that each message starts. */
export function createSubscriptions(services: {
  readonly replies: Replies;
  readonly trackPrices: TrackPrices;
  readonly eraseCustomer: EraseCustomer;
}): Subscription[] {
  const { replies, trackPrices, eraseCustomer } = services;
  return [
    on(stockReserved, ({ orderId }, message) => replies.stockReserved(message.id, orderId)),
    on(stockRejected, ({ orderId, reason }, message) => replies.stockRejected(message.id, orderId, reason)),
    on(stockLost, ({ orderId, reason }, message) => replies.stockLost(message.id, orderId, reason)),
    on(paymentCaptured, ({ orderId }, message) => replies.paymentCaptured(message.id, orderId)),
    on(paymentDeclined, ({ orderId, reason }, message) => replies.paymentDeclined(message.id, orderId, reason)),
    on(chargeCancellationRefused, ({ orderId }, message) => replies.chargeCancellationRefused(message.id, orderId)),
    on(refundRefused, ({ orderId }, message) => replies.refundRefused(message.id, orderId)),
    on(productCreated, ({ productId: id, name, price, version }, message) =>
      trackPrices.introduce(message.id, { id, name, price, version }),
    ),
    on(productUpdated, ({ productId, name, version }, message) =>
      trackPrices.rename(message.id, productId, name, version),
    ),
    on(priceChanged, ({ productId, price, version }, message) =>
      trackPrices.setPrice(message.id, productId, price, version),
    ),
    on(productArchived, ({ productId, version }, message) => trackPrices.archive(message.id, productId, version)),
    on(productRestored, ({ productId, price, version }, message) =>
      trackPrices.restore(message.id, productId, price, version),
    ),
    on(userErased, ({ userId, erasedAt }, message) => eraseCustomer(message.id, userId, new Date(erasedAt))),
  ];
}
