import { STATUS_FACTS, type OrderStatus } from '../../subgraphs/orders/src/domain/order.ts';
import type { OrderEnd, SeedCustomer, SeedOrder } from './data/orders.ts';
import type { GraphClient } from './graph-client.ts';
import {
  ADD_TO_CART,
  CANCEL_ORDER,
  CUSTOMER,
  DELIVER_ORDER,
  ORDER_STATUS,
  PLACE_ORDER,
  SHIP_ORDER,
} from './operations.ts';
import { eventually } from './waiting.ts';

export interface OrderSeeding {
  readonly administrator: GraphClient;
  readonly customer: GraphClient;
  readonly productIds: ReadonlyMap<string, string>;
}

interface Step {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
}

interface CustomerView {
  readonly me: { readonly addresses: readonly { readonly id: string }[] };
  readonly orders: { readonly totalCount: number };
}

/** How many orders the customer has. */
export async function countOrders(customer: GraphClient): Promise<number> {
  return (await customer.request<CustomerView>(CUSTOMER)).orders.totalCount;
}

/**
 * Places a customer's past orders and takes each as far as it came, one after the other because there is one cart. As
 * many as the customer has orders already are left out. Gives how many it placed.
 */
export async function seedOrders(seeding: OrderSeeding, { email, orders }: SeedCustomer): Promise<number> {
  const { me, orders: existing } = await seeding.customer.request<CustomerView>(CUSTOMER);
  const shippingAddressId = me.addresses[0]?.id;
  if (shippingAddressId === undefined) throw new Error(`${email} has no address to ship to.`);
  const missing = [...orders.entries()].slice(existing.totalCount);
  for (const [index, order] of missing) {
    for (const line of order.lines) await addToCart(seeding, line);
    const idempotencyKey = `seed-${email}-${index + 1}`;
    const paymentToken = order.end === 'PAYMENT_FAILED' ? 'tok_declined' : 'tok_success';
    const orderId = await placeOrder(seeding.customer, { idempotencyKey, paymentToken, shippingAddressId });
    await bringToItsEnd(seeding, orderId, order.end);
  }
  return missing.length;
}

/** Orders knows a product as soon as it has heard of it. */
async function addToCart(
  { customer, productIds }: OrderSeeding,
  [slug, quantity]: SeedOrder['lines'][number],
): Promise<void> {
  const input = { productId: productIds.get(slug), quantity };
  await eventually(`orders to sell ${slug}`, async () => {
    const { addToCart: step } = await customer.request<{ addToCart: Step }>(ADD_TO_CART, { input });
    if (step.code === 'PRODUCT_UNAVAILABLE') return null;
    return done(step, 'CartUpdated');
  });
}

async function placeOrder(customer: GraphClient, input: Record<string, string>): Promise<string> {
  return eventually('the order to be taken', async () => {
    const { placeOrder: step } = await customer.request<{ placeOrder: Step & { order?: { id: string } } }>(
      PLACE_ORDER,
      { input },
    );
    if (step.code === 'TEMPORARILY_UNAVAILABLE') return null;
    done(step, 'OrderPlaced');
    return step.order?.id ?? null;
  });
}

async function bringToItsEnd({ administrator, customer }: OrderSeeding, orderId: string, end: OrderEnd): Promise<void> {
  await settled(customer, orderId, end === 'PAYMENT_FAILED' ? 'PAYMENT_FAILED' : 'CONFIRMED');
  if (end === 'CANCELLED') await take(customer, CANCEL_ORDER, { orderId }, 'OrderCancelled');
  if (end === 'SHIPPED' || end === 'DELIVERED') {
    const trackingNumber = `GP${orderId.slice(-10).toUpperCase()}`;
    await take(administrator, SHIP_ORDER, { orderId, trackingNumber }, 'OrderShipped');
  }
  if (end === 'DELIVERED') await take(administrator, DELIVER_ORDER, { orderId }, 'OrderDelivered');
}

async function settled(customer: GraphClient, orderId: string, expected: OrderStatus): Promise<void> {
  const order = await eventually(`order ${orderId} to be ${expected}`, async () => {
    const { order: view } = await customer.request<{ order: { status: OrderStatus; reason: string | null } }>(
      ORDER_STATUS,
      {
        id: orderId,
      },
    );
    return STATUS_FACTS[view.status].waitsFor === null ? view : null;
  });
  if (order.status !== expected)
    throw new Error(`Order ${orderId} is ${order.status} (${order.reason ?? 'no reason'}).`);
}

async function take(
  client: GraphClient,
  document: string,
  variables: Record<string, string>,
  expected: string,
): Promise<void> {
  const { step } = await client.request<{ step: Step }>(document, variables);
  done(step, expected);
}

function done(step: Step, expected: string): true {
  if (step.__typename !== expected) throw new Error(`${step.__typename} instead of ${expected}: ${step.message ?? ''}`);
  return true;
}
