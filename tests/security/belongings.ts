import type { Endpoints } from '@galleria/platform/supervisor/formation/endpoints';
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { newProduct } from '../galleria/catalogue.ts';
import { createClient } from '../galleria/client.ts';
import { ADDRESS, newCustomer } from '../galleria/customer.ts';
import { eventually } from '../galleria/eventually.ts';
import type { Arguments } from './operation-builder.ts';
import { visitorWithToken, type Visitor } from './visitors.ts';

/** How the router reaches an entity from a root. */
export interface RouterPath {
  /** Of which rule it depends whether the way is open. */
  readonly root: string;
  /** Whether everybody finds there what is theirs, and nobody what is the owner's. */
  readonly isOwn: boolean;
  readonly open: string;
  readonly close: string;
  readonly path: readonly string[];
}

/** What one customer has: enough of each entity that each of its fields has a value in one of them. */
export interface Belongings {
  readonly owner: Visitor;
  /** Nobody but the owner and administrators may read any of these. */
  readonly secrets: readonly string[];
  /** By type: what stands for its entities in `_entities`, with what `@requires` brings. */
  readonly representations: Readonly<Record<string, readonly Arguments[]>>;
  readonly routerPaths: Readonly<Record<string, readonly RouterPath[]>>;
  /** Of fields that must be asked for something of the owner's, by coordinate. */
  readonly arguments: Readonly<Record<string, Arguments>>;
}

/** What a file of `belongings/` exports as `arrange`: what the owner has of one more service. */
export type Arrange = (given: {
  readonly urls: Endpoints;
  readonly administrator: Visitor;
  readonly owner: Visitor;
  /** A confirmed order of the owner's. */
  readonly orderId: string;
}) => Promise<Pick<Belongings, 'representations' | 'routerPaths' | 'arguments'>>;

const FACTS = `query ($shipped: ID!, $failed: ID!, $kept: ID!) {
  shipped: order(id: $shipped) { number trackingNumber payment { id invoice { number } } }
  failed: order(id: $failed) { number payment { id reason } }
  kept: order(id: $kept) { payment { id refusedRefunds { id } } }
  notifications(first: 20) { nodes { id order { id } } }
}`;
const SHELVES = `{ categories { children { id slug parent { id } } } }`;

export async function arrangeBelongings(urls: Endpoints, administrator: Visitor): Promise<Belongings> {
  const customer = await newCustomer(urls.graph);
  const { data: signedIn } = await createClient(urls.graph).send('SignIn', {
    input: { email: customer.email, password: 'correct horse battery' },
  });
  const owner = visitorWithToken(urls.graph, signedIn.signIn.accessToken as string);
  const line1 = `${randomUUID()} Secret Street`;
  const added = await customer.send('AddAddress', { input: { ...ADDRESS, line1 } });
  const addressId = added.data.addAddress.address.id as string;
  const another = await customer.send('AddAddress', { input: { ...ADDRESS, line1 } });

  const product = await newProduct(administrator, 50);
  const shipped = await customer.order(product.id, ['CONFIRMED']);
  await administrator.send('ShipOrder', { orderId: shipped.id, trackingNumber: `track-${randomUUID()}` });
  await administrator.send('RefundPayment', {
    input: { orderId: shipped.id, amountMinor: 1, reason: 'a scratch', idempotencyKey: randomUUID() },
  });
  const kept = await customer.order(product.id, ['CONFIRMED'], 'tok_unrefundable');
  await administrator.send('RefundPayment', {
    input: { orderId: kept.id, amountMinor: 1, reason: 'a scratch', idempotencyKey: randomUUID() },
  });
  const failed = await customer.order(product.id, ['PAYMENT_FAILED'], 'tok_declined');
  const cancellable = await customer.order(product.id, ['CONFIRMED']);
  const facts = await readFacts(customer, { shipped: shipped.id, failed: failed.id, kept: kept.id });
  const notificationId = facts.notification.id;
  await customer.sendText('mutation ($ids: [ID!]) { markNotificationsRead(ids: $ids) { __typename } }', {
    ids: [notificationId],
  });
  const shelf = await childCategory(owner);
  const shown = await sellable(owner, shelf.slug);
  const more = await arrangeMore({ urls, administrator, owner, orderId: kept.id });

  return {
    owner,
    secrets: [customer.email, line1, ...facts.secrets],
    representations: {
      User: [{ id: customer.userId }],
      Product: [{ id: shown.id, archived: false }],
      Category: [{ id: shelf.id }, { id: shelf.parent.id }],
      Brand: [{ id: shown.brand.id }],
      Order: [{ id: shipped.id }, { id: failed.id }, { id: kept.id }],
      Payment: facts.paymentIds.map((id) => ({ id })),
      Notification: [{ id: notificationId }],
      ...more.representations,
    },
    routerPaths: {
      ...routerPaths({ slug: shown.slug, orderIds: [shipped.id, failed.id, kept.id] }),
      ...more.routerPaths,
    },
    arguments: {
      'Query.order': { id: shipped.id },
      'Subscription.orderUpdated': { orderId: shipped.id },
      'Subscription.stockChanged': { productId: shown.id },
      'Query.product': { slug: shown.slug },
      'Query.productsById': { ids: [shown.id] },
      'Query.category': { slug: shelf.slug },
      'Query.brand': { slug: shown.brand.slug },
      'Query.productSuggestions': { text: shown.slug.slice(0, 4) },
      'User.address': { id: addressId },
      'Mutation.updateAddress': { addressId, input: { ...ADDRESS, line1 } },
      'Mutation.removeAddress': { addressId },
      'Mutation.setDefaultAddress': { addressId: another.data.addAddress.address.id as string },
      'Mutation.signOutSession': { sessionId: await otherSession(owner) },
      'Mutation.cancelOrder': { orderId: cancellable.id },
      'Mutation.markNotificationsRead': { ids: [notificationId] },
      ...more.arguments,
    },
  };
}

async function arrangeMore(given: Parameters<Arrange>[0]): ReturnType<Arrange> {
  const folder = join(import.meta.dirname, 'belongings');
  const all = await Promise.all(
    readdirSync(folder).map(async (file) => {
      const { arrange } = (await import(join(folder, file))) as { arrange: Arrange };
      return arrange(given);
    }),
  );
  const merged = <Key extends keyof (typeof all)[number]>(key: Key) =>
    Object.assign({}, ...all.map((one) => one[key])) as (typeof all)[number][Key];
  return {
    representations: merged('representations'),
    routerPaths: merged('routerPaths'),
    arguments: merged('arguments'),
  };
}

function routerPaths({ slug, orderIds }: { slug: string; orderIds: readonly string[] }): Belongings['routerPaths'] {
  const product = (inside?: string): RouterPath => ({
    root: 'Query.product',
    isOwn: false,
    open: `product(slug: "${slug}") {${inside === undefined ? '' : ` ${inside} {`}`,
    close: inside === undefined ? '}' : '} }',
    path: inside === undefined ? ['product'] : ['product', inside],
  });
  const orders = (inside?: string): RouterPath[] =>
    orderIds.map((id) => ({
      root: 'Query.order',
      isOwn: false,
      open: `order(id: "${id}") {${inside === undefined ? '' : ` ${inside} {`}`,
      close: inside === undefined ? '}' : '} }',
      path: inside === undefined ? ['order'] : ['order', inside],
    }));
  return {
    User: [{ root: 'Query.me', isOwn: true, open: 'me {', close: '}', path: ['me'] }, ...orders('customer')],
    Product: [product()],
    Category: [
      product('category'),
      { root: 'Query.categories', isOwn: false, open: 'categories {', close: '}', path: ['categories'] },
    ],
    Brand: [product('brand')],
    Order: orders(),
    Payment: orders('payment'),
    Notification: [
      {
        root: 'Query.notifications',
        isOwn: true,
        open: 'notifications(first: 20) { nodes {',
        close: '} }',
        path: ['notifications', 'nodes'],
      },
    ],
  };
}

async function readFacts(
  customer: { sendText: Visitor['sendText'] },
  ids: Record<'shipped' | 'failed' | 'kept', string>,
) {
  return eventually(async () => {
    const { shipped, failed, kept, notifications } = (await customer.sendText(FACTS, ids)).data;
    const nodes = notifications.nodes as { id: string; order: { id: string } | null }[];
    const notification = nodes.find(({ order }) => order?.id === ids.shipped);
    if (shipped.payment?.invoice == null || failed.payment?.reason == null || notification === undefined)
      return undefined;
    if (kept.payment?.refusedRefunds[0] === undefined) return undefined;
    return {
      notification,
      paymentIds: [shipped.payment.id, failed.payment.id, kept.payment.id] as string[],
      secrets: [
        shipped.number,
        failed.number,
        shipped.trackingNumber,
        shipped.payment.id,
        failed.payment.id,
        shipped.payment.invoice.number,
      ] as string[],
    };
  }, 'payments, invoice and notification of orders');
}

interface Shelf {
  readonly id: string;
  readonly slug: string;
  readonly parent: { readonly id: string };
}

async function childCategory({ sendText }: Visitor): Promise<Shelf> {
  const { data } = await sendText(SHELVES);
  const [first] = (data.categories as { children: Shelf[] }[]).flatMap(({ children }) => children);
  if (first === undefined) throw new Error('The seed has no category inside another.');
  return first;
}

/** That of the sign-up: the owner reads with the token of a later one. */
async function otherSession({ sendText }: Visitor): Promise<string> {
  const { data } = await sendText('{ me { sessions { id current } } }');
  const sessions = data.me.sessions as { id: string; current: boolean }[];
  const other = sessions.find(({ current }) => !current);
  if (other === undefined) throw new Error('The owner has no other session.');
  return other.id;
}

/** One with pictures, as the seed gives them. */
async function sellable({ sendText }: Visitor, category: string) {
  const { data } = await sendText(
    `query ($category: String) { products(first: 1, filter: { category: $category }) { nodes { id slug brand { id slug } } } }`,
    { category },
  );
  return data.products.nodes[0] as { id: string; slug: string; brand: { id: string; slug: string } };
}
