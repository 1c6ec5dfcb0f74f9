import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  capture,
  newCustomer,
  newOrder,
  newProduct,
  reserve,
  startOrders,
  untilStatus,
  type OrdersService,
} from './fixtures.ts';

const AN_HOUR_MS = 3_600_000;

let now = new Date('2026-06-01T12:00:00.000Z');
let service: OrdersService;
const customer = newCustomer();
beforeAll(async () => {
  // Swept all the time: before the group is joined, and while its backlog is handled.
  service = await startOrders({ clock: () => now, settings: { DEADLINE_SWEEP_MS: 2 } });
});
afterAll(() => service.stop());

it('an order is not cancelled while the word that it is paid waits in Kafka for a service that was down', async () => {
  const productId = await newProduct(service);
  const ids: string[] = [];
  for (let count = 0; count < 4; count += 1) ids.push((await newOrder(service, customer, productId)).id);
  for (const id of ids) {
    await reserve(service, id);
    await untilStatus(service, id, 'AWAITING_PAYMENT');
  }
  await service.app.stop();
  now = new Date(now.getTime() + AN_HOUR_MS);
  const [unpaid, ...paid] = ids;
  for (const id of paid) await capture(service, id);

  await service.startInstance();
  // Of the one that nobody has paid the deadline counts, as soon as the others are through.
  await vi.waitFor(async () => expect(await withStatus('CANCELLED', ids)).toEqual([unpaid]), PATIENCE);
  expect(await withStatus('CONFIRMED', ids)).toEqual(paid);
});

async function withStatus(status: string, ids: readonly string[]): Promise<string[]> {
  const { rows } = await service.database.pool.query<{ id: string }>(
    'select id from orders where id = any($1) and status = $2::order_status order by id',
    [ids, status],
  );
  return rows.map(({ id }) => id);
}
