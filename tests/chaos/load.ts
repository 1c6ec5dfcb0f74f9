import { randomUUID } from 'node:crypto';
import { createRandom, type Random } from '@galleria/platform/testing/random';
import type { GraphClient } from '../galleria/client.ts';
import { newCustomer, type Customer } from '../galleria/customer.ts';
import { eventually } from '../galleria/eventually.ts';
import { buy, insist, insistOnAdministrator } from '../galleria/shoppers.ts';

/** An order that was accepted, as its customer knows it. */
export interface Bought {
  readonly id: string;
  readonly token: string;
  /** Its customer's account is gone: nobody is left to be told. */
  isErased: boolean;
}

export interface Load {
  readonly bought: readonly Bought[];
  /** Resolves when this many more orders were accepted. */
  untilBought(more: number): Promise<void>;
  /** Nobody begins another order. */
  end(): void;
  /** All orders, once everybody is done. Rejects with what made a customer give up. */
  ended(): Promise<readonly Bought[]>;
}

const TOKENS = [
  ...(['tok_success', 'tok_success', 'tok_success', 'tok_success', 'tok_slow'] as const),
  ...(['tok_declined', 'tok_insufficient_funds', 'tok_unavailable', 'tok_unrefundable'] as const),
] as const;
const ERASE = `mutation { eraseMe(input: { password: "correct horse battery" }) { __typename } }`;
/** Access tokens live for fifteen minutes. */
const SIGN_IN_AGAIN_MS = 300_000;

/** Customers and an administrator who do all that is done with orders, by a seed, whatever is away. */
export function startLoad(options: {
  readonly graphUrl: string;
  readonly productIds: readonly string[];
  readonly customers: number;
  readonly seed: number;
}): Load {
  const { graphUrl, customers, seed } = options;
  const bought: Bought[] = [];
  let isStopped = false;
  const administrator = createAdministrator(graphUrl);
  const shopping = Array.from({ length: customers }, async (_, index) => {
    const random = createRandom(seed * 1_000 + index);
    while (!isStopped) {
      const customer = await join(graphUrl);
      await shop({ ...options, customer, random, administrator, bought, isStopped: () => isStopped });
    }
  });
  const all = Promise.all(shopping);
  // Whoever waits for more orders hears of a customer who gave up, and so does whoever stops the load.
  all.catch(() => undefined);
  return {
    bought,
    untilBought: async (more) => {
      const goal = bought.length + more;
      const enough = eventually(() => (bought.length >= goal ? true : undefined), `${more} more orders`, 120_000);
      await Promise.race([enough, all]);
    },
    end: () => void (isStopped = true),
    ended: async () => {
      await all;
      return bought;
    },
  };
}

interface Shopping {
  readonly customer: Customer;
  readonly productIds: readonly string[];
  readonly random: Random;
  readonly administrator: () => Promise<GraphClient>;
  readonly bought: Bought[];
  readonly isStopped: () => boolean;
}

/** One customer, until the account is erased or all is over. */
async function shop({ customer, productIds, random, administrator, bought, isStopped }: Shopping): Promise<void> {
  const own: Bought[] = [];
  while (!isStopped()) {
    const token = random.pick(TOKENS);
    const order = { id: await buy(customer, random.pick(productIds), token), token, isErased: false };
    own.push(order);
    bought.push(order);
    const [earlier] = random.some(own, 1);
    if (earlier !== undefined) await change(earlier.id, { customer, random, administrator });
    if (random.chance(0.01)) {
      await insist(() => customer.sendText(ERASE), 'an account to be erased');
      for (const one of own) one.isErased = true;
      return;
    }
  }
}

/** Something that is done with an order, or refused: either is right, and so is an answer that never came. */
async function change(
  orderId: string,
  { customer, random, administrator }: Pick<Shopping, 'customer' | 'random' | 'administrator'>,
): Promise<void> {
  const what = random.next();
  const input = { orderId, amountMinor: 1 + random.below(2_000), reason: 'a scratch', idempotencyKey: randomUUID() };
  try {
    if (what < 0.15) await customer.send('CancelOrder', { orderId });
    else if (what < 0.4) await (await administrator()).send('ShipOrder', { orderId, trackingNumber: 'TRACK-1' });
    else if (what < 0.5) await (await administrator()).send('DeliverOrder', { orderId });
    else if (what < 0.6) await (await administrator()).send('RefundPayment', { input });
  } catch (thrown) {
    if (!(thrown instanceof TypeError || thrown instanceof SyntaxError)) throw thrown;
  }
}

function join(graphUrl: string): Promise<Customer> {
  return insist(() => newCustomer(graphUrl), 'an account to be made');
}

/** Signs in when the last time is too long ago. */
function createAdministrator(graphUrl: string): () => Promise<GraphClient> {
  let client: Promise<GraphClient> | undefined;
  let since = 0;
  return () => {
    if (client === undefined || Date.now() - since > SIGN_IN_AGAIN_MS) {
      since = Date.now();
      client = insistOnAdministrator(graphUrl);
    }
    return client;
  };
}
