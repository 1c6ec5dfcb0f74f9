import { randomUUID } from 'node:crypto';
import { createClient, type GraphClient } from './client.ts';
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

/** Insists until the order is accepted. */
export async function buy(customer: Customer, productId: string, token: string): Promise<string> {
  const key = randomUUID();
  return insist(async () => {
    const filled = await customer.fillCart(productId);
    if (filled.data?.setCartItemQuantity?.__typename !== 'CartUpdated') return undefined;
    const { data } = await customer.placeOrder({ key, token });
    return data?.placeOrder?.order?.id as string | undefined;
  }, 'an order to be accepted');
}

/** Asks until there is an answer. What is away for a moment answers with an error or not at all. */
export function insist<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
  return eventually(
    async () => {
      try {
        return await ask();
      } catch (thrown) {
        // fetch rejects with a TypeError while the router is away, and so do answers without data; a body cut off is a
        // SyntaxError.
        if (thrown instanceof TypeError || thrown instanceof SyntaxError) return undefined;
        throw thrown;
      }
    },
    what,
    90_000,
  );
}

/** Signs in as the seeded administrator, whatever is away for a moment. */
export function insistOnAdministrator(graphUrl: string): Promise<GraphClient> {
  const input = { email: 'admin@galleria.example', password: 'galleria' };
  return insist(async () => {
    const { data } = await createClient(graphUrl).send('SignIn', { input });
    const token = data?.signIn?.accessToken as string | undefined;
    return token === undefined ? undefined : createClient(graphUrl, token);
  }, 'the administrator to sign in');
}
