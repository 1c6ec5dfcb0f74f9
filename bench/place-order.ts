/**
 * Places orders against a running Galleria (`npm start`) and prints, as JSON: the time to placeOrder's answer and to
 * CONFIRMED at a steady rate, and the orders per second that are sustained. The floor is `{ __typename }` through the
 * same router. GRAPH_URL names another graph, RATE and SECONDS the steady load, CUSTOMERS the number of customers who
 * order at once.
 */
import { createClient } from '../tests/galleria/client.ts';
import { eventually } from '../tests/galleria/eventually.ts';
import { environment } from './load/environment.ts';
import { openShop, type PlacedOrder, type Shop } from './load/shop.ts';
import { latency } from './load/statistics.ts';

const graphUrl = process.env['GRAPH_URL'] ?? 'http://localhost:4000/graphql';
const rate = Number(process.env['RATE'] ?? 10);
const seconds = Number(process.env['SECONDS'] ?? 20);
const customerCount = Number(process.env['CUSTOMERS'] ?? 32);

const shop = await openShop(graphUrl, customerCount);
await saturate(shop, 5);
const floor = await measureFloor();
const steady = await steadyLoad(shop);
const saturated = await saturate(shop, seconds);
console.log(JSON.stringify({ ...environment(), floor, steady, saturated }, null, 2));

/** One order every 1/rate seconds, however long each takes: a slow answer does not slow the load down. */
async function steadyLoad({ customers, placeOrder, confirmedAt }: Shop) {
  const started = performance.now();
  const pending: Promise<PlacedOrder>[] = [];
  for (let index = 0; index < rate * seconds; index += 1) {
    await untilTime(started + (index * 1_000) / rate);
    const customer = customers[index % customers.length];
    if (customer !== undefined) pending.push(placeOrder(customer));
  }
  const orders = await Promise.all(pending);
  const confirmed = await confirmations(orders, confirmedAt);
  return {
    ordersPerSecond: rate,
    answer: latency(orders.map((order) => order.answeredAt - order.sentAt)),
    confirmed: latency(orders.map((order, index) => (confirmed[index] ?? Number.NaN) - order.sentAt)),
  };
}

/**
 * Every customer orders again as soon as the last order was answered; what counts is the orders that were confirmed.
 */
async function saturate({ customers, placeOrder, confirmedAt }: Shop, forSeconds: number) {
  const startedAt = Date.now();
  const deadline = startedAt + forSeconds * 1_000;
  const perCustomer = await Promise.all(
    customers.map(async (customer) => {
      const orders: PlacedOrder[] = [];
      while (Date.now() < deadline) orders.push(await placeOrder(customer));
      return orders;
    }),
  );
  const orders = perCustomer.flat();
  const confirmed = await confirmations(orders, confirmedAt);
  const last = Math.max(...confirmed);
  return {
    customers: customers.length,
    acceptedPerSecond: Math.round(orders.length / forSeconds),
    confirmedPerSecond: Math.round(orders.length / ((last - startedAt) / 1_000)),
    answer: latency(orders.map((order) => order.answeredAt - order.sentAt)),
    confirmed: latency(orders.map((order, index) => (confirmed[index] ?? Number.NaN) - order.sentAt)),
  };
}

async function confirmations(orders: readonly PlacedOrder[], confirmedAt: Shop['confirmedAt']): Promise<number[]> {
  const times: number[] = [];
  for (const order of orders) times.push(await eventually(() => confirmedAt(order), `order ${order.id}`, 120_000));
  return times;
}

async function measureFloor() {
  const client = createClient(graphUrl);
  const samples: number[] = [];
  for (let index = 0; index < 300; index += 1) {
    const started = performance.now();
    await client.sendText('{ __typename }');
    samples.push(performance.now() - started);
  }
  return latency(samples);
}

async function untilTime(time: number): Promise<void> {
  const wait = time - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}
