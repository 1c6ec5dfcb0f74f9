import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { eventually } from '../../tests/galleria/eventually.ts';
import { newCustomer, type Customer } from '../../tests/galleria/customer.ts';

/** A customer who orders one piece after the other, whatever happens to the system meanwhile. */
export interface Shopper {
  readonly customer: Customer;
  /** Ids of the orders that the graph has accepted so far. */
  readonly accepted: readonly string[];
  /** Ends after the order that is under way. */
  stop(): Promise<void>;
}

/** Orders are accepted while the broker is away: without a pause thousands would wait for it. */
const PAUSE_MS = 500;
const PATIENCE_MS = 300_000;

export async function startShopper(graphUrl: string, productId: string): Promise<Shopper> {
  const customer = await newCustomer(graphUrl);
  const accepted: string[] = [];
  let stopped = false;
  const shopping = (async () => {
    while (!stopped) {
      accepted.push(await orderOne(customer, productId));
      await setTimeout(PAUSE_MS);
    }
  })();
  // Its failure is told by stop().
  shopping.catch(() => undefined);
  return {
    customer,
    accepted,
    stop: () => {
      stopped = true;
      return shopping;
    },
  };
}

/**
 * As a storefront does it: whatever goes wrong, the same idempotency key again, until the graph says that the order is
 * placed.
 */
async function orderOne(customer: Customer, productId: string): Promise<string> {
  const key = randomUUID();
  let inCart = false;
  const place = async (): Promise<string | undefined> => {
    if (!inCart) inCart = (await customer.fillCart(productId)).data?.setCartItemQuantity?.__typename === 'CartUpdated';
    if (!inCart) return undefined;
    const { data } = await customer.placeOrder({ key });
    return data?.placeOrder?.order?.id as string | undefined;
  };
  return eventually(() => place().catch(() => undefined), 'an order to be accepted', PATIENCE_MS);
}
