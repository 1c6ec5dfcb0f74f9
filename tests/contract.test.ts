import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { randomUUID } from 'node:crypto';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newProduct, PRICE } from './galleria/catalogue.ts';
import { createClient, signIn, type GraphClient } from './galleria/client.ts';
import { ADDRESS, newCustomer, type Customer } from './galleria/customer.ts';
import { operationNames, operationText } from './galleria/operations.ts';

const { urls } = inject('galleria');
const supergraphSdl = readFileSync(resolve(import.meta.dirname, '../router/supergraph.graphql'), 'utf8');
const schema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();

describe('every operation of the contract', () => {
  it.each(operationNames)('%s validates against the supergraph', (name) => {
    expect(validate(schema, parse(operationText(name)))).toEqual([]);
  });
});

describe('the operations of the contract', () => {
  const sent = new Set<string>();
  const visitor = createClient(urls.graph, undefined, sent);
  let customer: Customer;
  let administrator: GraphClient;
  let product: { id: string; slug: string };

  beforeAll(async () => {
    administrator = await signIn(urls.graph, 'admin@galleria.example');
    product = await newProduct(administrator, 10);
    customer = await newCustomer(urls.graph);
  });
  afterAll(() => expect(operationNames.filter((name) => !sent.has(name))).toEqual([]));

  /** Sends an operation and expects no errors, and the type that a mutation's result should have. */
  async function works(client: GraphClient, operation: string, variables: Record<string, unknown>, type?: string) {
    sent.add(operation);
    const { data, errors } = await client.send(operation, variables);
    expect(errors).toBeUndefined();
    const [root] = Object.values(data as Record<string, { __typename?: string }>);
    if (type !== undefined) expect(root?.__typename).toBe(type);
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    return root as any;
  }

  it('work for accounts', async () => {
    const email = `${randomUUID()}@example.com`;
    const password = 'a fairly long pass phrase';
    const signedUp = await works(visitor, 'SignUp', { input: { email, password, name: 'Ned' } }, 'SignedIn');
    expect(signedUp.user.email).toBe(email);
    await works(visitor, 'SignUp', { input: { email, password, name: 'Ned' } }, 'EmailTaken');
    await works(
      visitor,
      'SignUp',
      { input: { email: `x${email}`, password: 'galleria', name: 'Ned' } },
      'WeakPassword',
    );
    await works(visitor, 'SignUp', { input: { email: 'nobody', password, name: 'Ned' } }, 'InvalidEmail');
    await works(visitor, 'SignIn', { input: { email, password: 'wrong wrong wrong' } }, 'InvalidCredentials');
    const signedIn = await works(visitor, 'SignIn', { input: { email, password } }, 'SignedIn');
    const refreshed = await works(visitor, 'RefreshSession', { refreshToken: signedIn.refreshToken }, 'SignedIn');
    await works(visitor, 'RefreshSession', { refreshToken: signedIn.refreshToken }, 'InvalidRefreshToken');
    // The reuse revoked the family: the newest token of it is worth nothing either.
    await works(visitor, 'RefreshSession', { refreshToken: refreshed.refreshToken }, 'InvalidRefreshToken');
    const ned = createClient(urls.graph, signedUp.accessToken as string);
    expect((await works(ned, 'Me', {})).name).toBe('Ned');
    const added = await works(ned, 'AddAddress', { input: ADDRESS }, 'AddressAdded');
    expect(added.user.addresses).toHaveLength(1);
    expect(await works(ned, 'SignOut', { everywhere: true })).toBe(true);
  });

  it('work for the catalogue', async () => {
    const categories = await works(visitor, 'Categories', {});
    expect(categories.length).toBeGreaterThanOrEqual(8);
    const filter = { category: categories[0].slug, minPriceMinor: 1, maxPriceMinor: 10_000_000 };
    const page = await works(visitor, 'Catalogue', { first: 3, filter, sort: 'PRICE_DESCENDING' });
    expect(page.edges.length).toBeGreaterThan(0);
    expect((await works(visitor, 'Product', { slug: product.slug })).description).toContain('tested');
  });

  it('work for carts and orders', async () => {
    await works(customer, 'AddToCart', { input: { productId: product.id, quantity: 1 } }, 'CartUpdated');
    await works(customer, 'SetCartItemQuantity', { input: { productId: product.id, quantity: 3 } }, 'CartUpdated');
    expect((await works(customer, 'Cart', {})).total.amountMinor).toBe(3 * PRICE.amountMinor);
    const input = { idempotencyKey: randomUUID(), paymentToken: 'tok_success', shippingAddressId: customer.addressId };
    const { order } = await works(customer, 'PlaceOrder', { input }, 'OrderPlaced');
    await customer.untilOrder(order.id as string, ['CONFIRMED']);
    expect((await works(customer, 'Order', { id: order.id })).number).toBe(order.number);
    expect((await works(customer, 'Orders', { first: 5 })).totalCount).toBe(1);
    await works(customer, 'Notifications', { first: 5, unreadOnly: false });
    await works(customer, 'CancelOrder', { orderId: order.id }, 'OrderCancelled');
  });

  it('work for administrators', async () => {
    await works(
      administrator,
      'AdjustStock',
      { input: { productId: product.id, delta: 1, reason: 'count' } },
      'StockAdjusted',
    );
    const price = { amountMinor: 9_900, currency: 'EUR' };
    const set = await works(administrator, 'SetPrice', { input: { productId: product.id, price } }, 'PriceSet');
    expect(set.product.price).toEqual(price);
    const order = await customer.order(product.id, ['CONFIRMED']);
    const refund = { orderId: order.id, amountMinor: 100, reason: 'scratch', idempotencyKey: randomUUID() };
    const refunded = await works(administrator, 'RefundPayment', { input: refund }, 'PaymentRefunded');
    expect(refunded.payment.refunded.amountMinor).toBe(100);
    const tooMuch = { ...refund, amountMinor: 10_000_000, idempotencyKey: randomUUID() };
    await works(administrator, 'RefundPayment', { input: tooMuch }, 'AmountTooLarge');
    await works(administrator, 'ShipOrder', { orderId: order.id, trackingNumber: null }, 'OrderShipped');
    await works(administrator, 'DeliverOrder', { orderId: order.id }, 'OrderDelivered');
  });
});
