import { ADMINISTRATOR_EMAIL, customers, SEED_PASSWORD } from './data/orders.ts';
import type { GraphClient } from './graph-client.ts';
import { SIGN_IN } from './operations.ts';
import { seedCatalogue } from './seed-catalogue.ts';
import { countOrders, seedOrders } from './seed-orders.ts';
import { seedStock } from './seed-stock.ts';

export interface SeedReport {
  readonly products: { readonly created: number; readonly inAll: number };
  /** Pieces put on the shelves. */
  readonly pieces: number;
  readonly orders: number;
}

/**
 * Fills the shop through its own graph: the catalogue and its stock as the administrator, past orders as the customers
 * who placed them. What is there already is left as it is, so that it can be run again, also after it was interrupted.
 * The accounts must exist.
 */
export async function seedShop(graph: GraphClient): Promise<SeedReport> {
  const administrator = await signIn(graph, ADMINISTRATOR_EMAIL);
  const [catalogue, shoppers] = await Promise.all([
    seedCatalogue(administrator),
    Promise.all(customers.map(async (seed) => ({ seed, customer: await signIn(graph, seed.email) }))),
  ]);
  const counts = await Promise.all(shoppers.map(({ customer }) => countOrders(customer)));
  const isFirst = counts.every((count) => count === 0);
  const pieces = await seedStock(administrator, catalogue, isFirst);
  const { productIds } = catalogue;
  const placed = await Promise.all(
    shoppers.map(({ seed, customer }) => seedOrders({ administrator, customer, productIds }, seed)),
  );
  return {
    products: { created: catalogue.created.size, inAll: productIds.size },
    pieces,
    orders: placed.reduce((sum, count) => sum + count, 0),
  };
}

async function signIn(graph: GraphClient, email: string): Promise<GraphClient> {
  const { signIn: answer } = await graph.request<{ signIn: { accessToken?: string; message?: string } }>(
    SIGN_IN,
    { input: { email, password: SEED_PASSWORD } },
    // A session more does no harm.
    { isRepeatable: true },
  );
  if (answer.accessToken === undefined) {
    throw new Error(`${email} cannot sign in: ${answer.message ?? ''} The seed of users brings the accounts.`);
  }
  return graph.as(answer.accessToken);
}
