import {
  commitStock,
  releaseStock,
  reserveStock,
  stockLost,
  stockRejected,
  stockReleased,
  stockReserved,
} from '@galleria/events/inventory';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { adjust, available, spread, startInventory, stockedProduct, type InventoryService } from './fixtures.ts';

let now = new Date('2026-06-01T12:00:00.000Z');
let service: InventoryService;
beforeAll(async () => void (service = await startInventory({ clock: () => now })));
afterAll(() => service.stop());

const IN_TEN_MINUTES = '2026-06-01T12:10:00.000Z';

const reserve = (orderId: string, lines: { productId: string; quantity: number }[], options: { id?: string } = {}) =>
  service.publish(reserveStock, { orderId, lines, expiresAt: IN_TEN_MINUTES }, options);

const reserved = (orderId: string) => service.published(stockReserved).filter(({ data }) => data.orderId === orderId);
const rejected = (orderId: string) => service.published(stockRejected).filter(({ data }) => data.orderId === orderId);
const lost = (orderId: string) => service.published(stockLost).filter(({ data }) => data.orderId === orderId);
const released = (orderId: string) => service.published(stockReleased).filter(({ data }) => data.orderId === orderId);

describe('reserve-stock', () => {
  it('holds all lines of an order', async () => {
    const [a, b] = [await stockedProduct(service, 5), await stockedProduct(service, 5)];
    const orderId = newId();
    await reserve(orderId, [
      { productId: b, quantity: 2 },
      { productId: a, quantity: 1 },
      { productId: b, quantity: 1 },
    ]);
    await vi.waitFor(() => expect(reserved(orderId)).toHaveLength(1), PATIENCE);
    expect(await spread(service, a)).toEqual({ available: 4, reserved: 1, sold: 0 });
    expect(await spread(service, b)).toEqual({ available: 2, reserved: 3, sold: 0 });
  });

  it('holds nothing when one line is missing, and says what is', async () => {
    const [plenty, scarce] = [await stockedProduct(service, 5), await stockedProduct(service, 1)];
    const orderId = newId();
    await reserve(orderId, [
      { productId: plenty, quantity: 1 },
      { productId: scarce, quantity: 2 },
    ]);
    await vi.waitFor(() => expect(rejected(orderId)).toHaveLength(1), PATIENCE);
    expect(rejected(orderId)[0]?.data).toMatchObject({
      reason: 'OUT_OF_STOCK',
      missing: [{ productId: scarce, requested: 2, available: 1 }],
    });
    expect(await spread(service, plenty)).toEqual({ available: 5, reserved: 0, sold: 0 });
  });

  it('takes effect once, however often it is delivered', async () => {
    const productId = await stockedProduct(service, 5);
    const [orderId, marker, id] = [newId(), newId(), newId()];
    await reserve(orderId, [{ productId, quantity: 2 }], { id });
    await reserve(orderId, [{ productId, quantity: 2 }], { id });
    // Same key, so it is handled after both deliveries.
    await service.publish(releaseStock, { orderId, reason: 'TIMED_OUT' }, { id: marker });
    await vi.waitFor(() => expect(released(orderId)).toHaveLength(1), PATIENCE);
    expect(reserved(orderId)).toHaveLength(1);
    expect(await spread(service, productId)).toEqual({ available: 5, reserved: 0, sold: 0 });
  });

  it('never sells more than there is, with many orders at once', async () => {
    const [a, b] = [await stockedProduct(service, 10), await stockedProduct(service, 10)];
    const orders = Array.from({ length: 25 }, () => newId());
    await Promise.all(
      orders.map((orderId, index) =>
        reserve(
          orderId,
          (index % 2 === 0 ? [a, b] : [b, a]).map((productId) => ({ productId, quantity: 1 })),
        ),
      ),
    );
    await vi.waitFor(
      () => expect(orders.every((id) => reserved(id).length + rejected(id).length === 1)).toBe(true),
      PATIENCE,
    );
    expect(orders.filter((id) => reserved(id).length === 1)).toHaveLength(10);
    expect(await spread(service, a)).toEqual({ available: 0, reserved: 10, sold: 0 });
    expect(await spread(service, b)).toEqual({ available: 0, reserved: 10, sold: 0 });
  });
});

describe('a reservation', () => {
  it('becomes a sale when the order is paid, and stock again when it is cancelled', async () => {
    const productId = await stockedProduct(service, 3);
    const orderId = newId();
    await reserve(orderId, [{ productId, quantity: 2 }]);
    await service.publish(commitStock, { orderId });
    await vi.waitFor(
      async () => expect(await spread(service, productId)).toEqual({ available: 1, reserved: 0, sold: 2 }),
      PATIENCE,
    );
    await service.publish(releaseStock, { orderId, reason: 'CANCELLED_BY_CUSTOMER' });
    await vi.waitFor(
      async () => expect(await spread(service, productId)).toEqual({ available: 3, reserved: 0, sold: 0 }),
      PATIENCE,
    );
  });

  it('ends by itself when its time is over', async () => {
    const productId = await stockedProduct(service, 3);
    const orderId = newId();
    await reserve(orderId, [{ productId, quantity: 2 }]);
    await vi.waitFor(() => expect(reserved(orderId)).toHaveLength(1), PATIENCE);
    await sweepAt('2026-06-01T12:09:59.000Z');
    expect(await available(service, productId)).toBe(1);
    await sweepAt(IN_TEN_MINUTES);
    expect(await available(service, productId)).toBe(3);
  });

  it('is taken again when the payment comes after its end and the pieces are still there', async () => {
    const productId = await stockedProduct(service, 2);
    const orderId = newId();
    await reserve(orderId, [{ productId, quantity: 2 }]);
    await vi.waitFor(() => expect(reserved(orderId)).toHaveLength(1), PATIENCE);
    await sweepAt(IN_TEN_MINUTES);
    await service.publish(commitStock, { orderId });
    await vi.waitFor(
      async () => expect(await spread(service, productId)).toEqual({ available: 0, reserved: 0, sold: 2 }),
      PATIENCE,
    );
  });

  it('that was lost to another order is told of when the payment comes', async () => {
    const productId = await stockedProduct(service, 2);
    const orderId = newId();
    await reserve(orderId, [{ productId, quantity: 2 }]);
    await vi.waitFor(() => expect(reserved(orderId)).toHaveLength(1), PATIENCE);
    await sweepAt(IN_TEN_MINUTES);
    await adjust(service, { productId, delta: -1, reason: 'breakage' });
    await service.publish(commitStock, { orderId });
    await vi.waitFor(() => expect(lost(orderId)).toHaveLength(1), PATIENCE);
    expect(lost(orderId)[0]?.data.reason).toBe('OUT_OF_STOCK');
    expect(await spread(service, productId)).toEqual({ available: 1, reserved: 0, sold: 0 });
  });

  it('that never was is told of when the payment comes', async () => {
    const orderId = newId();
    await service.publish(commitStock, { orderId });
    await vi.waitFor(() => expect(lost(orderId)).toHaveLength(1), PATIENCE);
  });

  it('is made once, and answered for again, when the order is reserved under another message', async () => {
    const productId = await stockedProduct(service, 5);
    const orderId = newId();
    await reserve(orderId, [{ productId, quantity: 2 }]);
    await reserve(orderId, [{ productId, quantity: 2 }]);
    await vi.waitFor(() => expect(reserved(orderId)).toHaveLength(2), PATIENCE);
    expect(await spread(service, productId)).toEqual({ available: 3, reserved: 2, sold: 0 });
    await service.publish(releaseStock, { orderId, reason: 'TIMED_OUT' });
    await vi.waitFor(() => expect(released(orderId)).toHaveLength(1), PATIENCE);
    await reserve(orderId, [{ productId, quantity: 2 }]);
    // Of the same key, and so handled after it.
    await service.publish(commitStock, { orderId });
    await vi.waitFor(() => expect(lost(orderId)).toHaveLength(1), PATIENCE);
    expect(reserved(orderId)).toHaveLength(2);
    expect(await spread(service, productId)).toEqual({ available: 5, reserved: 0, sold: 0 });
  });

  it('that cannot be ended keeps no other from its end', async () => {
    const [broken, whole] = [await stockedProduct(service, 5), await stockedProduct(service, 5)];
    const [first, second] = [newId(), newId()];
    await reserve(first, [{ productId: broken, quantity: 2 }]);
    await reserve(second, [{ productId: whole, quantity: 2 }]);
    await vi.waitFor(() => expect([...reserved(first), ...reserved(second)]).toHaveLength(2), PATIENCE);
    await service.database.pool.query('update stock_levels set reserved = 0 where product_id = $1', [broken]);
    await sweepAt(IN_TEN_MINUTES);
    expect(await spread(service, whole)).toEqual({ available: 5, reserved: 0, sold: 0 });
    expect(await spread(service, broken)).toEqual({ available: 3, reserved: 0, sold: 0 });
    await service.database.pool.query('update stock_levels set reserved = 2 where product_id = $1', [broken]);
    await sweepAt(IN_TEN_MINUTES);
    expect(await spread(service, broken)).toEqual({ available: 5, reserved: 0, sold: 0 });
  });
});

async function sweepAt(time: string): Promise<void> {
  const before = now;
  now = new Date(time);
  await service.app.reservations.expire();
  now = before;
}
