import { followSigned } from '@galleria/platform/testing/event-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMINISTRATOR,
  capture,
  newCustomer,
  newOrder,
  newProduct,
  reserve,
  startOrders,
  UNKNOWN_ID,
  type OrdersService,
} from './fixtures.ts';

const FOLLOW = 'subscription ($id: ID!) { orderUpdated(orderId: $id) { id status timeline { status } } }';

let service: OrdersService;
let productId: string;
const customer = newCustomer();
beforeAll(async () => {
  service = await startOrders();
  productId = await newProduct(service);
});
afterAll(() => service.stop());

describe('orderUpdated', () => {
  it('tells an order as it is, and then each change, whichever instance made it', async () => {
    const { id } = await newOrder(service, customer, productId);
    const other = await service.startInstance();
    const address = other.server.server.address() as { readonly port: number };
    const streams = await Promise.all(
      [service.url, `http://127.0.0.1:${address.port}`].map((url) =>
        followSigned(url, FOLLOW, { variables: { id }, viewer: customer }),
      ),
    );
    const untilStatus = async (status: string) => {
      for (const stream of streams) {
        for (;;) {
          const { orderUpdated } = (await stream.next()).data;
          if (orderUpdated.status !== status) continue;
          // Loaders of the last event would still have its timeline.
          expect(orderUpdated.timeline.at(-1).status).toBe(status);
          break;
        }
      }
    };
    await untilStatus('AWAITING_STOCK');
    await reserve(service, id);
    await untilStatus('AWAITING_PAYMENT');
    await capture(service, id);
    await untilStatus('CONFIRMED');
    for (const stream of streams) stream.leave();
  });

  it('tells an order to its customer and to administrators', async () => {
    const { id } = await newOrder(service, customer, productId);
    const seen = async (viewer: typeof customer | null, orderId = id) => {
      const stream = await followSigned(service.url, FOLLOW, { variables: { id: orderId }, viewer });
      const answer = await stream.next();
      stream.leave();
      return answer.errors?.[0]?.extensions.code ?? answer.data.orderUpdated?.id;
    };
    expect(await seen(customer)).toBe(id);
    expect(await seen(ADMINISTRATOR)).toBe(id);
    expect(await seen(newCustomer())).toBeUndefined();
    expect(await seen(null)).toBe('UNAUTHENTICATED');
    expect(await seen(customer, UNKNOWN_ID)).toBeUndefined();
    expect(await seen(customer, 'no id')).toBeUndefined();
    expect(await seen(customer, '\0')).toBe('BAD_USER_INPUT');
  });
});
