import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newProduct } from './galleria/catalogue.ts';
import { createClient, signIn, type GraphClient } from './galleria/client.ts';
import { ADDRESS } from './galleria/customer.ts';
import { eventually } from './galleria/eventually.ts';
import { findEverywhere } from './galleria/personal-data.ts';

const { urls } = inject('galleria');
const PASSWORD = 'correct horse battery';
const ERASE_ME = `mutation ($password: String!) {
  eraseMe(input: { password: $password }) { __typename ... on Problem { code message } }
}`;

interface Person extends GraphClient {
  readonly email: string;
  readonly name: string;
  readonly street: string;
  readonly addressId: string;
}

/** Somebody whose e-mail address, name and street are nobody else's, so that each can be looked for by itself. */
async function newPerson(): Promise<Person> {
  const mark = randomUUID();
  const [email, name, street] = [`erica-${mark}@example.com`, `Erica ${mark}`, `${mark} Vanishing Lane`];
  const signedUp = await createClient(urls.graph).send('SignUp', { input: { email, password: PASSWORD, name } });
  const client = createClient(urls.graph, signedUp.data.signUp.accessToken as string);
  const added = await client.send('AddAddress', { input: { ...ADDRESS, fullName: name, line1: street } });
  return { ...client, email, name, street, addressId: added.data.addAddress.address.id as string };
}

/**
 * Has everything done that makes services write down who somebody is: an order, its payment, a notification, and a
 * mail.
 */
async function shop(person: Person, productId: string): Promise<{ orderId: string; number: string }> {
  await person.send('SetCartItemQuantity', { input: { productId, quantity: 1 } });
  const input = { idempotencyKey: randomUUID(), paymentToken: 'tok_success', shippingAddressId: person.addressId };
  const placed = await person.send('PlaceOrder', { input });
  const { id: orderId, number } = placed.data.placeOrder.order as { id: string; number: string };
  await eventually(async () => {
    const { data } = await person.send('Notifications', { first: 10 });
    const kinds = data.notifications.edges.map((edge: { node: { kind: string } }) => edge.node.kind) as string[];
    return kinds.includes('ORDER_CONFIRMED') || undefined;
  }, 'the notification of the order');
  await eventually(async () => {
    const mails = await fetch(`${urls.mailbox}messages?to=${encodeURIComponent(person.email)}`);
    return (await mails.text()).includes(number) || undefined;
  }, 'the mail about the order');
  return { orderId, number };
}

describe('a customer who is erased', () => {
  let administrator: GraphClient;
  beforeAll(async () => void (administrator = await signIn(urls.graph, 'admin@galleria.example')));

  /**
   * Kafka's topics are left out: an event that was sent stays in its topic until the topic's retention ends, and no
   * consumer reads it again. Mails that were delivered are the recipient's, and so is the mailbox that stands in for
   * theirs.
   */
  it('is in no database of any service any more, while the order is still there', async () => {
    const product = await newProduct(administrator, 1);
    const person = await newPerson();
    const { orderId, number } = await shop(person, product.id);
    const traces = [person.email, person.name, person.street];
    const before = await findEverywhere(urls, traces);
    // Without these the test would look for what was never written, or not see it.
    expect(before.some((finding) => finding.startsWith('users.accounts'))).toBe(true);
    expect(before.some((finding) => finding.startsWith('orders.'))).toBe(true);
    expect(before.some((finding) => finding.startsWith('notifications.'))).toBe(true);

    const erased = await person.sendText(ERASE_ME, { password: PASSWORD });
    expect(erased.data.eraseMe).toEqual({ __typename: 'AccountErased' });

    let left = before;
    await eventually(async () => {
      left = await findEverywhere(urls, traces);
      return left.length === 0 || undefined;
    }, 'the personal data to be gone').catch(() => expect(left).toEqual([]));
    // Paid and not on its way: nobody is left to send it to, so it is cancelled and refunded.
    const kept = await eventually(async () => {
      const { data } = await administrator.send('Order', { id: orderId });
      return data.order?.status === 'CANCELLED' ? data.order : undefined;
    }, 'the order to be cancelled');
    expect(kept).toMatchObject({ number });
  });

  it('cannot order with the access token that is left', async () => {
    const product = await newProduct(administrator, 1);
    const person = await newPerson();
    await person.send('SetCartItemQuantity', { input: { productId: product.id, quantity: 1 } });
    await person.sendText(ERASE_ME, { password: PASSWORD });
    expect((await person.sendText('{ me { id } }')).data).toEqual({ me: null });
    const input = { idempotencyKey: randomUUID(), paymentToken: 'tok_success', shippingAddressId: person.addressId };
    const refused = await person.send('PlaceOrder', { input });
    expect(refused.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
