import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newProduct } from './galleria/catalogue.ts';
import { createClient, signIn, type GraphClient } from './galleria/client.ts';
import { newCustomer } from './galleria/customer.ts';
import { eventually } from './galleria/eventually.ts';

const { urls } = inject('galleria');
const visitor = createClient(urls.graph);
const unknownId = '01890000-0000-7000-8000-000000000000';

let administrator: GraphClient;
beforeAll(async () => void (administrator = await signIn(urls.graph, 'admin@galleria.example')));

const available = async (slug: string) => (await visitor.send('Product', { slug })).data.product.available as number;
const settlesAt = (slug: string, pieces: number) =>
  eventually(async () => ((await available(slug)) === pieces ? true : undefined), `${pieces} pieces of ${slug}`);

describe('an order that cannot be had', () => {
  it('ends REJECTED with OUT_OF_STOCK, charges nothing and is told of', async () => {
    const product = await newProduct(administrator, 1);
    const customer = await newCustomer(urls.graph);
    await customer.fillCart(product.id, 2);
    const placed = await customer.placeOrder();
    const order = await customer.untilOrder(placed.data.placeOrder.order.id as string, ['REJECTED']);
    expect(order).toMatchObject({ reason: 'OUT_OF_STOCK', payment: null });
    expect(order.timeline.at(-1)).toMatchObject({ status: 'REJECTED', reason: 'OUT_OF_STOCK' });
    expect(await available(product.slug)).toBe(1);
    await eventually(async () => {
      const { data } = await customer.send('Notifications', { first: 10 });
      return (
        data.notifications.edges.some((edge: { node: { kind: string } }) => edge.node.kind === 'ORDER_REJECTED') ||
        undefined
      );
    }, 'the notification');
  });

  it.each([
    ['tok_declined', 'PAYMENT_DECLINED'],
    ['tok_insufficient_funds', 'INSUFFICIENT_FUNDS'],
  ])('ends PAYMENT_FAILED with %s, and its stock is free again', async (token, reason) => {
    const product = await newProduct(administrator, 1);
    const customer = await newCustomer(urls.graph);
    const order = await customer.order(product.id, ['PAYMENT_FAILED'], token);
    expect(order).toMatchObject({ reason, payment: { status: 'DECLINED', invoice: null } });
    await settlesAt(product.slug, 1);
  });

  it.each(['tok_slow', 'tok_unavailable'])(
    'is confirmed all the same when the provider is merely difficult: %s',
    async (token) => {
      const product = await newProduct(administrator, 1);
      const customer = await newCustomer(urls.graph);
      expect((await customer.order(product.id, ['CONFIRMED'], token)).payment.status).toBe('CAPTURED');
    },
  );

  it('goes to one of two customers who want the last piece', async () => {
    const product = await newProduct(administrator, 1);
    const customers = await Promise.all([newCustomer(urls.graph), newCustomer(urls.graph)]);
    const orders = await Promise.all(
      customers.map((customer) => customer.order(product.id, ['CONFIRMED', 'REJECTED'])),
    );
    expect(orders.map((order) => order.status as string).sort()).toEqual(['CONFIRMED', 'REJECTED']);
    expect(await available(product.slug)).toBe(0);
  });
});

describe('placeOrder', () => {
  it('answers an empty cart, an unknown address and a malformed one with problems', async () => {
    const customer = await newCustomer(urls.graph);
    expect((await customer.placeOrder()).data.placeOrder).toMatchObject({ code: 'CART_EMPTY' });
    await customer.fillCart((await newProduct(administrator, 1)).id);
    for (const addressId of [unknownId, 'not an id']) {
      expect((await customer.placeOrder({ addressId })).data.placeOrder).toMatchObject({ code: 'ADDRESS_UNKNOWN' });
    }
    const foreign = (await newCustomer(urls.graph)).addressId;
    expect((await customer.placeOrder({ addressId: foreign })).data.placeOrder).toMatchObject({
      code: 'ADDRESS_UNKNOWN',
    });
  });

  it('refuses a product that was archived while it was in the cart', async () => {
    const product = await newProduct(administrator, 1);
    const customer = await newCustomer(urls.graph);
    await customer.fillCart(product.id);
    await administrator.sendText('mutation ($id: ID!) { archiveProduct(productId: $id) { __typename } }', {
      id: product.id,
    });
    await eventually(async () => {
      const { data } = await customer.fillCart(product.id);
      return data.setCartItemQuantity.code === 'PRODUCT_UNAVAILABLE' ? true : undefined;
    }, 'orders to learn of the archived product');
    expect((await customer.placeOrder()).data.placeOrder).toMatchObject({ code: 'PRODUCT_UNAVAILABLE' });
  });

  it('gives the first answer again for the same key, five times at once and later', async () => {
    const product = await newProduct(administrator, 5);
    const customer = await newCustomer(urls.graph);
    await customer.fillCart(product.id);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => customer.placeOrder({ key })));
    const ids = answers.map((answer) => answer.data.placeOrder.order.id as string);
    expect(new Set(ids).size).toBe(1);
    await customer.untilOrder(ids[0]!, ['CONFIRMED']);
    expect((await customer.placeOrder({ key })).data.placeOrder.order.id).toBe(ids[0]);
    expect((await customer.send('Orders', { first: 10 })).data.orders.totalCount).toBe(1);
    await settlesAt(product.slug, 4);
  });

  it('refuses the same key with other input', async () => {
    const product = await newProduct(administrator, 5);
    const customer = await newCustomer(urls.graph);
    const key = randomUUID();
    await customer.fillCart(product.id);
    await customer.placeOrder({ key });
    const other = await customer.placeOrder({ key, token: 'tok_declined' });
    expect(other.data.placeOrder).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});

describe('the cart', () => {
  it.each([0, -1, 100, 2_147_483_647])('refuses to add %i pieces', async (quantity) => {
    const product = await newProduct(administrator, 1);
    const customer = await newCustomer(urls.graph);
    const { data } = await customer.send('AddToCart', { input: { productId: product.id, quantity } });
    expect(data.addToCart).toMatchObject({ code: 'INVALID_QUANTITY' });
  });

  it.each([unknownId, 'not an id'])('refuses the unknown product %s', async (productId) => {
    const customer = await newCustomer(urls.graph);
    const { data } = await customer.send('AddToCart', { input: { productId, quantity: 1 } });
    expect(data.addToCart).toMatchObject({ code: 'PRODUCT_UNAVAILABLE' });
  });
});

describe('someone else', () => {
  it('cannot do anything that needs an account without signing in', async () => {
    for (const operation of ['Cart', 'Orders', 'Notifications'] as const) {
      const answer = await visitor.send(operation, { first: 1 });
      expect(answer.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    expect((await visitor.send('Me')).data.me).toBeNull();
  });

  it("sees nothing of another customer's order, and cannot cancel it", async () => {
    const product = await newProduct(administrator, 1);
    const owner = await newCustomer(urls.graph);
    const order = await owner.order(product.id, ['CONFIRMED']);
    const stranger = await newCustomer(urls.graph);
    expect((await stranger.send('Order', { id: order.id })).data.order).toBeNull();
    const cancel = await stranger.send('CancelOrder', { orderId: order.id });
    expect(cancel.data.cancelOrder).toMatchObject({ code: 'ORDER_NOT_FOUND' });
    for (const operation of ['ShipOrder', 'DeliverOrder']) {
      const answer = await owner.send(operation, { orderId: order.id });
      expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
    expect((await administrator.send('Order', { id: order.id })).data.order.id).toBe(order.id);
  });

  it('cannot reach a subgraph without the signature of the router', async () => {
    for (const url of Object.values(urls.subgraphs)) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ __typename }' }),
      });
      expect(response.status).toBe(401);
    }
  });
});

describe('a cancelled order', () => {
  it('is refunded, its stock is back, and it cannot be shipped any more; asked again, it answers alike', async () => {
    const product = await newProduct(administrator, 1);
    const customer = await newCustomer(urls.graph);
    const order = await customer.order(product.id, ['CONFIRMED']);
    const cancelled = await customer.send('CancelOrder', { orderId: order.id });
    expect(cancelled.data.cancelOrder.order).toMatchObject({ status: 'CANCELLED', reason: 'CANCELLED_BY_CUSTOMER' });
    await settlesAt(product.slug, 1);
    await eventually(async () => {
      const { payment } = (await customer.send('Order', { id: order.id })).data.order;
      return payment.status === 'REFUNDED' && payment.refunded.amountMinor === order.total.amountMinor
        ? true
        : undefined;
    }, 'the refund');
    const again = await customer.send('CancelOrder', { orderId: order.id });
    expect(again.data).toEqual(cancelled.data);
    const ship = await administrator.send('ShipOrder', { orderId: order.id });
    expect(ship.data.shipOrder.code).toBe('NOT_SHIPPABLE');
  });
});
