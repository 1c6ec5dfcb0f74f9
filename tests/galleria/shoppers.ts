import { randomUUID } from 'node:crypto';
import { newCustomer, type Customer } from './customer.ts';
import { eventually } from './eventually.ts';

export interface Shoppers {
  /** Resolves when this many more orders were accepted. */
  untilAnswered(more: number): Promise<void>;
  /** Ends the shopping; gives the ids of all accepted orders. */
  stop(): Promise<readonly string[]>;
}

const TOKENS = ['tok_success', 'tok_success', 'tok_success', 'tok_declined'];

/** Customers who buy one thing after another, and send an order again with the same key when its answer got lost. */
export async function startShoppers(graphUrl: string, productIds: readonly string[], count: number): Promise<Shoppers> {
  const customers = await Promise.all(Array.from({ length: count }, () => newCustomer(graphUrl)));
  const accepted: string[] = [];
  let stopped = false;
  const shopping = customers.map(async (customer) => {
    for (let turn = 0; !stopped; turn += 1) {
      const productId = productIds[turn % productIds.length] ?? '';
      accepted.push(await buy(customer, productId, TOKENS[turn % TOKENS.length] ?? ''));
    }
  });

  return {
    untilAnswered: async (more) => {
      const goal = accepted.length + more;
      await eventually(() => (accepted.length >= goal ? true : undefined), `${more} more orders`, 60_000);
    },
    stop: async () => {
      stopped = true;
      await Promise.all(shopping);
      return accepted;
    },
  };
}

/** Insists until the order is accepted. What is away for a moment answers with an error or not at all. */
async function buy(customer: Customer, productId: string, token: string): Promise<string> {
  const key = randomUUID();
  return eventually(
    async () => {
      try {
        const filled = await customer.fillCart(productId);
        if (filled.data?.setCartItemQuantity?.__typename !== 'CartUpdated') return undefined;
        const { data } = await customer.placeOrder({ key, token });
        return data?.placeOrder?.order?.id as string | undefined;
      } catch (thrown) {
        // fetch rejects with a TypeError while the router is away, and a body cut off is a SyntaxError.
        if (thrown instanceof TypeError || thrown instanceof SyntaxError) return undefined;
        throw thrown;
      }
    },
    'an order to be accepted',
    90_000,
  );
}
