import assert from 'node:assert/strict';
import { signIn } from '../../tests/galleria/client.ts';
import { eventually } from '../../tests/galleria/eventually.ts';
import { startShopper } from './shopper.ts';
import type { Stack } from './stack.ts';

/** What is killed while a customer orders: a service on either side of the saga, then what all of them stand on. */
const VICTIMS = ['orders', 'payments', 'kafka', 'postgres'];
const DELIVERED_PIECES = 10_000;
const SETTLED_WITHIN_MS = 180_000;
const ORDERS_BETWEEN_CRASHES = 3;

export interface ScenarioReport {
  readonly orders: number;
  /** Seconds from the kill until Docker calls it healthy again, by what was killed. */
  readonly recovery: Readonly<Record<string, number>>;
}

/**
 * One customer orders without a pause while processes are killed. Afterwards every order that the graph accepted is
 * there once and CONFIRMED, the stock has fallen by exactly their pieces, and each has been written about. Throws where
 * something was lost.
 */
export async function orderThroughCrashes(stack: Stack): Promise<ScenarioReport> {
  const graphUrl = `${await stack.urlOf('router', 4000)}/graphql`;
  const administrator = await signIn(graphUrl, 'admin@galleria.example');
  const product = await stockUp(administrator);
  const shopper = await startShopper(graphUrl, product.id);
  const recovery: Record<string, number> = {};
  const untilMoreOrders = async () => {
    const wanted = shopper.accepted.length + ORDERS_BETWEEN_CRASHES;
    await eventually(() => shopper.accepted.length >= wanted || undefined, 'more orders', SETTLED_WITHIN_MS);
  };
  try {
    await untilMoreOrders();
    for (const victim of VICTIMS) {
      const killedAt = performance.now();
      await stack.crash(victim);
      recovery[victim] = (performance.now() - killedAt) / 1_000;
      await untilMoreOrders();
    }
  } finally {
    await shopper.stop();
  }
  const { customer, accepted } = shopper;
  for (const id of accepted) await untilConfirmed(customer, id);
  await assertNothingLost(stack, { customer, accepted, administrator, product });
  return { orders: accepted.length, recovery };
}

type Shopping = Awaited<ReturnType<typeof startShopper>>;

async function untilConfirmed(customer: Shopping['customer'], id: string): Promise<void> {
  const status = async () => {
    const answer = await customer.send('Order', { id }).catch(() => undefined);
    return (answer?.data as { order?: { status?: string } } | undefined)?.order?.status;
  };
  const settled = async () => ((await status()) === 'CONFIRMED' ? true : undefined);
  await eventually(settled, `order ${id} to be CONFIRMED`, SETTLED_WITHIN_MS);
}

async function assertNothingLost(
  stack: Stack,
  { customer, accepted, administrator, product }: Omit<Shopping, 'stop'> & { administrator: Client; product: Product },
): Promise<void> {
  assert.equal(new Set(accepted).size, accepted.length, 'two orders have one id');
  const orders = await customer.sendText('{ orders(first: 1) { totalCount } }');
  assert.equal(
    orders.data.orders.totalCount,
    accepted.length,
    'the graph has orders that it never accepted, or lost some',
  );
  const left = product.pieces - accepted.length;
  const isSo = async () => ((await readProduct(administrator)).pieces === left ? true : undefined);
  await eventually(isSo, `${left} pieces to be left`, SETTLED_WITHIN_MS);
  const mailbox = await stack.urlOf('mailbox', 4080);
  const written = async () => {
    const response = await fetch(`${mailbox}/messages?to=${encodeURIComponent(customer.email)}`);
    const subjects = ((await response.json()) as { subject: string }[]).map(({ subject }) => subject);
    return subjects.filter((subject) => /confirmed/i.test(subject)).length >= accepted.length ? true : undefined;
  };
  await eventually(written, 'a mail about every order', SETTLED_WITHIN_MS);
}

type Client = Awaited<ReturnType<typeof signIn>>;

interface Product {
  readonly id: string;
  readonly pieces: number;
}

/** The first product of the catalogue, with more pieces than anybody orders here. */
async function stockUp(administrator: Client): Promise<Product> {
  const { id } = await readProduct(administrator);
  await administrator.send('AdjustStock', { input: { productId: id, delta: DELIVERED_PIECES, reason: 'delivery' } });
  return readProduct(administrator);
}

async function readProduct(administrator: Client): Promise<Product> {
  const { data } = await administrator.sendText('{ products(first: 1) { nodes { id available } } }');
  const { id, available } = data.products.nodes[0] as { id: string; available: number };
  return { id, pieces: available };
}
