import { commitStock, releaseStock, reserveStock } from '@galleria/events/inventory';
import { newId } from '@galleria/kit/identifiers';
import { followSigned, type EventStream } from '@galleria/platform/testing/event-stream';
import type { QueryOptions } from '@galleria/platform/testing/signed-exchange';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adjust, ADMINISTRATOR, startInventory, stockedProduct, type InventoryService } from './fixtures.ts';

const FOLLOW = 'subscription ($id: ID!) { stockChanged(productId: $id) { id available } }';
const FOLLOW_PIECES = `subscription ($id: ID!) {
  stockChanged(productId: $id) { stock { pieces { available reserved sold } } }
}`;
const IN_TEN_MINUTES = '2026-06-01T12:10:00.000Z';

let now = new Date('2026-06-01T12:00:00.000Z');
let service: InventoryService;
beforeAll(async () => void (service = await startInventory({ clock: () => now })));
afterAll(() => service.stop());

const follow = (id: string, query = FOLLOW, options: QueryOptions = {}, url = service.url) =>
  followSigned(url, query, { variables: { id }, ...options });

async function until(stream: EventStream, available: number): Promise<void> {
  for (;;) {
    const { data, errors } = await stream.next();
    expect(errors).toBeUndefined();
    if (data.stockChanged.available === available) return;
  }
}

describe('stockChanged', () => {
  it('tells a visitor how many pieces there are, and each way in which they become others', async () => {
    const productId = await stockedProduct(service, 10);
    const other = await service.startInstance();
    const address = other.server.server.address() as { readonly port: number };
    const streams = [await follow(productId), await follow(productId, FOLLOW, {}, `http://127.0.0.1:${address.port}`)];
    const allUntil = (available: number) => Promise.all(streams.map((stream) => until(stream, available)));
    const [orderId, expiring] = [newId(), newId()];
    const reserve = (order: string, quantity: number) =>
      service.publish(reserveStock, {
        orderId: order,
        lines: [{ productId, quantity }],
        expiresAt: IN_TEN_MINUTES,
      });
    await allUntil(10);
    await adjust(service, { productId, delta: 5, reason: 'delivery', kind: 'DELIVERY' });
    await allUntil(15);
    await reserve(orderId, 4);
    await allUntil(11);
    await service.publish(releaseStock, { orderId, reason: 'TIMED_OUT' });
    await allUntil(15);
    await reserve(expiring, 2);
    await allUntil(13);
    now = new Date('2026-06-01T12:11:00.000Z');
    await service.app.reservations.expire();
    await allUntil(15);
    // Paid after its hold had ended: the pieces are taken again.
    await service.publish(commitStock, { orderId: expiring });
    await allUntil(13);
    for (const stream of streams) stream.leave();
  });

  it('tells administrators of what is held and sold, too, and nobody else', async () => {
    const productId = await stockedProduct(service, 3);
    const stream = await follow(productId, FOLLOW_PIECES, { viewer: ADMINISTRATOR });
    const untilPieces = async (pieces: object) => {
      for (;;) {
        const { data } = await stream.next();
        if (JSON.stringify(data.stockChanged.stock.pieces) === JSON.stringify(pieces)) return;
      }
    };
    const orderId = newId();
    await untilPieces({ available: 3, reserved: 0, sold: 0 });
    await service.publish(reserveStock, {
      orderId,
      lines: [{ productId, quantity: 1 }],
      expiresAt: '2026-06-01T13:00:00.000Z',
    });
    await untilPieces({ available: 2, reserved: 1, sold: 0 });
    await service.publish(commitStock, { orderId });
    await untilPieces({ available: 2, reserved: 0, sold: 1 });
    stream.leave();
    const visitor = await follow(productId, FOLLOW_PIECES);
    expect((await visitor.next()).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    visitor.leave();
  });

  it('tells many changes as few, and the last of them always', async () => {
    const productId = await stockedProduct(service, 0);
    const stream = await follow(productId);
    await until(stream, 0);
    for (let piece = 0; piece < 50; piece += 1) await adjust(service, { productId, delta: 1, reason: 'one more' });
    let told = 0;
    for (let available = 0; available < 50; told += 1) {
      ({ available } = (await stream.next()).data.stockChanged as { available: number });
    }
    expect(told).toBeLessThan(50);
    stream.leave();
  });

  it('has nothing to tell of what is no product', async () => {
    for (const id of [newId(), 'no id']) {
      const stream = await follow(id);
      expect(await stream.next()).toEqual({ data: { stockChanged: null } });
      stream.leave();
    }
  });
});
