import { stockChanged, stockCommitted, stockReleased, stockReserved } from '@galleria/events/inventory';
import type { Changes } from '@galleria/kit/process/changes';
import { on } from '@galleria/messaging/consumer/subscription';
import type { MessagingOptions } from '@galleria/messaging/messaging';

/** What everybody buys changes many times a second: more than this is no use to who looks at it. */
export const STOCK_REST_MS = 500;

/** What tells, in each instance, that any of them has moved pieces of a product. */
export function followStock(changes: Changes): NonNullable<MessagingOptions['live']> {
  const tell = async ({ productIds = [] }: { readonly productIds?: readonly string[] | undefined }) =>
    productIds.forEach((productId) => changes.tell(productId));
  return {
    subscriptions: [
      on(stockReserved, tell),
      on(stockCommitted, tell),
      on(stockReleased, tell),
      on(stockChanged, async ({ productId }) => changes.tell(productId)),
    ],
    onJoined: () => changes.tellAll(),
  };
}
