import { randomUUID } from 'node:crypto';
import { createClient, type GraphAnswer, type GraphClient } from './client.ts';
import { eventually } from './eventually.ts';

export const ADDRESS = {
  fullName: 'Tess Tester',
  line1: '1 Trial Street',
  line2: null,
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

export interface Customer extends GraphClient {
  readonly userId: string;
  readonly email: string;
  readonly addressId: string;
  readonly refreshToken: string;
  fillCart(productId: string, quantity?: number): Promise<GraphAnswer>;
  placeOrder(options?: {
    readonly key?: string;
    readonly token?: string;
    readonly addressId?: string;
  }): Promise<GraphAnswer>;
  /** Fills the cart, places the order and waits until it has one of the statuses. */
  order(productId: string, statuses: readonly string[], token?: string): Promise<PlacedOrder>;
  untilOrder(id: string, statuses: readonly string[]): Promise<PlacedOrder>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type PlacedOrder = any;

/** A new customer with an address: tests that share nothing cannot disturb each other. */
export async function newCustomer(graphUrl: string): Promise<Customer> {
  const email = `tess-${randomUUID()}@example.com`;
  const input = { email, password: 'correct horse battery', name: 'Tess Tester' };
  const { data } = await createClient(graphUrl).send('SignUp', { input });
  const { accessToken, refreshToken, user } = data.signUp as {
    accessToken: string;
    refreshToken: string;
    user: { id: string };
  };
  const client = createClient(graphUrl, accessToken);
  const added = await client.send('AddAddress', { input: ADDRESS });
  const addressId = added.data.addAddress.address.id as string;
  return { ...client, userId: user.id, email, addressId, refreshToken, ...actions(client, addressId) };
}

function actions(
  client: GraphClient,
  ownAddressId: string,
): Pick<Customer, 'fillCart' | 'placeOrder' | 'order' | 'untilOrder'> {
  const fillCart: Customer['fillCart'] = (productId, quantity = 1) =>
    client.send('SetCartItemQuantity', { input: { productId, quantity } });
  const placeOrder: Customer['placeOrder'] = ({
    key = randomUUID(),
    token = 'tok_success',
    addressId = ownAddressId,
  } = {}) =>
    client.send('PlaceOrder', { input: { idempotencyKey: key, paymentToken: token, shippingAddressId: addressId } });
  const untilOrder: Customer['untilOrder'] = (id, statuses) =>
    eventually(
      async () => {
        const order = (await client.send('Order', { id })).data?.order;
        return statuses.includes(order?.status as string) ? order : undefined;
      },
      `order ${id} to be ${statuses.join(' or ')}`,
    );
  const order: Customer['order'] = async (productId, statuses, token = 'tok_success') => {
    await fillCart(productId);
    const { data } = await placeOrder({ token });
    return untilOrder(data.placeOrder.order.id as string, statuses);
  };
  return { fillCart, placeOrder, order, untilOrder };
}
