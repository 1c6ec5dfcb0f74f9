import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { newProduct, PRICE } from './galleria/catalogue.ts';
import { createClient, signIn } from './galleria/client.ts';
import { newCustomer } from './galleria/customer.ts';
import { eventually } from './galleria/eventually.ts';

const { urls, logs } = inject('galleria');
const visitor = createClient(urls.graph);

describe('a visitor', () => {
  it('sees products of one service with the stock of another in one query', async () => {
    const { data, errors } = await visitor.send('Catalogue', { first: 20, filter: null, sort: 'PRICE_ASCENDING' });
    expect(errors).toBeUndefined();
    expect(data.products.totalCount).toBeGreaterThanOrEqual(60);
    const nodes = data.products.edges.map((edge: { node: { available: number; inStock: boolean } }) => edge.node);
    expect(nodes).toHaveLength(20);
    expect(nodes.every((node: { available: number; inStock: boolean }) => node.inStock === node.available > 0)).toBe(
      true,
    );
  });

  it('pages through the whole catalogue without meeting a product twice', async () => {
    const slugs: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await visitor.send('Catalogue', { first: 25, after, sort: 'NAME' });
      slugs.push(...data.products.edges.map((edge: { node: { slug: string } }) => edge.node.slug));
      after = data.products.pageInfo.hasNextPage ? (data.products.pageInfo.endCursor as string) : null;
    } while (after !== null);
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(slugs.length).toBeGreaterThanOrEqual(60);
  });
});

describe('a customer', () => {
  it('follows an order to its end without asking, with what payments knows of it', async () => {
    const administrator = await signIn(urls.graph, 'admin@galleria.example');
    const product = await newProduct(administrator, 5);
    const customer = await newCustomer(urls.graph);
    await customer.fillCart(product.id);
    const placed = await customer.placeOrder();
    const stream = await customer.follow(
      'subscription ($id: ID!) { orderUpdated(orderId: $id) { status items { product { slug } } payment { status } } }',
      { id: placed.data.placeOrder.order.id as string },
    );
    const seen: string[] = [];
    for (;;) {
      const { data, errors } = await stream.next();
      expect(errors).toBeUndefined();
      seen.push(data.orderUpdated.status as string);
      if (data.orderUpdated.status !== 'CONFIRMED') continue;
      expect(data.orderUpdated).toMatchObject({
        items: [{ product: { slug: product.slug } }],
        payment: { status: 'CAPTURED' },
      });
      break;
    }
    stream.leave();
    const order = ['AWAITING_STOCK', 'AWAITING_PAYMENT', 'CONFIRMED'];
    expect(seen).toEqual(order.filter((status) => seen.includes(status)));
  });

  it('places an order, and it is reserved, paid, confirmed, invoiced and told of', async () => {
    const administrator = await signIn(urls.graph, 'admin@galleria.example');
    const product = await newProduct(administrator, 5);
    const customer = await newCustomer(urls.graph);

    const added = await customer.send('AddToCart', { input: { productId: product.id, quantity: 2 } });
    expect(added.data.addToCart.cart.total).toEqual({ amountMinor: 2 * PRICE.amountMinor, currency: 'EUR' });

    const placed = await customer.placeOrder();
    expect(placed.data.placeOrder.__typename).toBe('OrderPlaced');
    const order = await customer.untilOrder(placed.data.placeOrder.order.id as string, ['CONFIRMED']);

    expect(order).toMatchObject({
      reason: null,
      items: [{ quantity: 2, product: { id: product.id, name: 'Trial lamp' } }],
      shippingAddress: { city: 'Berlin', country: 'DE' },
      payment: { status: 'CAPTURED', amount: order.total, refunded: { amountMinor: 0 } },
    });
    expect(order.payment.invoice.number).toMatch(/^\d{4}-\d{6}$/);
    expect(order.timeline.map((entry: { status: string }) => entry.status)).toEqual([
      'AWAITING_STOCK',
      'AWAITING_PAYMENT',
      'CONFIRMED',
    ]);
    const stock = await visitor.send('Product', { slug: product.slug });
    expect(stock.data.product).toMatchObject({ available: 3, inStock: true });
    expect((await customer.send('Cart')).data.cart.items).toEqual([]);

    const told = await eventually(async () => {
      const { data } = await customer.send('Notifications', { first: 10, unreadOnly: true });
      return data.notifications.edges.find((edge: { node: { kind: string } }) => edge.node.kind === 'ORDER_CONFIRMED');
    }, 'the notification');
    expect(told.node.title).toContain(order.number);
    await eventually(() => mailWith(customer.email, order.number as string), 'the mail');
  });

  it('can be followed through every service by one correlation id', async () => {
    const administrator = await signIn(urls.graph, 'admin@galleria.example');
    const product = await newProduct(administrator, 1);
    const customer = await newCustomer(urls.graph);
    await customer.fillCart(product.id);
    const placed = await customer.placeOrder();
    await customer.untilOrder(placed.data.placeOrder.order.id as string, ['CONFIRMED']);

    const services = ['router', 'users', 'orders', 'inventory', 'payments', 'notifications'];
    await eventually(async () => {
      const seen = await servicesThatLogged(placed.correlationId);
      return services.every((service) => seen.has(service)) ? true : undefined;
    }, 'all services to have logged the correlation id');
  });
});

describe('an administrator', () => {
  it('ships and delivers a confirmed order, and the customer is told of both', async () => {
    const administrator = await signIn(urls.graph, 'admin@galleria.example');
    const product = await newProduct(administrator, 1);
    const customer = await newCustomer(urls.graph);
    const order = await customer.order(product.id, ['CONFIRMED']);
    const shipped = await administrator.send('ShipOrder', { orderId: order.id, trackingNumber: 'TRACK-1' });
    expect(shipped.data.shipOrder.order.status).toBe('SHIPPED');
    const delivered = await administrator.send('DeliverOrder', { orderId: order.id });
    expect(delivered.data.deliverOrder.order.status).toBe('DELIVERED');
    await eventually(async () => {
      const { data } = await customer.send('Notifications', { first: 20, unreadOnly: false });
      const kinds = data.notifications.edges.map((edge: { node: { kind: string } }) => edge.node.kind);
      return kinds.includes('ORDER_SHIPPED') && kinds.includes('ORDER_DELIVERED') ? true : undefined;
    }, 'both notifications');
  });
});

async function mailWith(recipient: string, text: string): Promise<true | undefined> {
  const response = await fetch(`${urls.mailbox}messages?to=${encodeURIComponent(recipient)}`);
  return (await response.text()).includes(text) ? true : undefined;
}

async function servicesThatLogged(correlationId: string): Promise<Set<string>> {
  const files = (await readdir(logs)).filter((file) => file.endsWith('.log'));
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(join(logs, file), 'utf8')] as const));
  return new Set(texts.filter(([, text]) => text.includes(correlationId)).map(([file]) => file.replace('.log', '')));
}
