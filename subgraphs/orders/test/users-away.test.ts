import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Behaviour } from './fake-users.ts';
import { addToCart, newCustomer, newProduct, placeOrder, startOrders, type OrdersService } from './fixtures.ts';
import { CART } from './operations.ts';

let service: OrdersService;
let productId: string;
let customer: Viewer;
beforeAll(async () => {
  service = await startOrders({ settings: { USERS_TIMEOUT_MS: 1_000 } });
  productId = await newProduct(service);
});
beforeEach(async () => {
  customer = newCustomer();
  await addToCart(service, customer, productId);
});
afterEach(() => service.users.behave('up'));
afterAll(() => service.stop());

const place = async (idempotencyKey = newId()) =>
  (await placeOrder(service, customer, { idempotencyKey })).data.placeOrder;

describe('while users is away', () => {
  it.each<Behaviour>(['down', 'silent', 'failing'])(
    '(%s) nothing is ordered, and the same key works later',
    async (how) => {
      const idempotencyKey = newId();
      service.users.behave(how);
      expect(await place(idempotencyKey)).toMatchObject({
        __typename: 'TemporarilyUnavailable',
        code: 'TEMPORARILY_UNAVAILABLE',
      });
      expect((await service.query(CART, { viewer: customer })).data.cart.items).toHaveLength(1);
      expect(await orderCount()).toBe(0);
      service.users.behave('up');
      expect((await place(idempotencyKey)).__typename).toBe('OrderPlaced');
    },
  );

  it('a request that waits for users holds no connection of the database', async () => {
    service.users.behave('silent');
    const waiting = Array.from({ length: 30 }, () => place());
    const { data } = await service.query(CART, { viewer: customer });
    expect(data.cart.items).toHaveLength(1);
    const codes = (await Promise.all(waiting)).map(({ code }) => code as string);
    expect(new Set(codes)).toEqual(new Set(['TEMPORARILY_UNAVAILABLE']));
  });
});

async function orderCount(): Promise<number> {
  const { rows } = await service.database.pool.query<{ count: string }>(
    'select count(*) from orders where customer_id = $1',
    [customer.userId],
  );
  return Number(rows[0]?.count);
}
