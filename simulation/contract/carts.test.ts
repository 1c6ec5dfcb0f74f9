import { charge } from '@galleria/events/payments';
import { orderShipped } from '@galleria/events/orders';
import type { Database } from '@galleria/kit/database/database';
import { newId } from '@galleria/kit/identifiers';
import { describe, expect, it } from 'vitest';
import type { CartLine } from '../../subgraphs/orders/src/domain/cart.ts';
import { createUnitOfWork, type Work } from '../../subgraphs/orders/src/repository/unit-of-work.ts';
import { bindOrders, emptyOrders } from '../repositories/order-tables.ts';
import { implementationsOf, without } from './service-under-test.ts';

const IMPLEMENTATIONS = implementationsOf({
  service: 'orders',
  empty: emptyOrders,
  bind: bindOrders,
  createUnitOfWork: (database: Database) => createUnitOfWork(database),
  memory: () => undefined,
  postgres: () => undefined,
});

const francs = (amountMinor: number) => ({ amountMinor, currency: 'CHF' });
/** What a product costs of which a price has not been told. */
const UNKNOWN_PRICE = { amountMinor: 0, currency: 'XXX' };

const lineOf = (productId: string, quantity = 1, amountMinor = 1_000): CartLine => ({
  ...{ productId, name: null, quantity, isOnSale: true },
  ...{ unitPrice: francs(amountMinor), priceWhenAdded: francs(amountMinor) },
});

async function price({ prices }: Work, ...productIds: readonly string[]): Promise<void> {
  for (const id of productIds) await prices.setPrice(id, francs(1_000), 1);
}

describe.each(IMPLEMENTATIONS)('orders %s', (_name, start) => {
  describe('what is known of a product', () => {
    it('is what the highest version of each fact told, in whatever order they came', async () => {
      const { unitOfWork } = await start();
      const productId = newId();
      const find = () => unitOfWork(({ prices }) => prices.find(productId));
      expect(await find()).toBeNull();
      await unitOfWork(({ prices }) => prices.setName(productId, 'Lamp', 3));
      const product = { productId, name: 'Lamp', price: UNKNOWN_PRICE, isOnSale: true };
      expect(await find()).toEqual(product);
      await unitOfWork(async ({ prices }) => {
        await prices.setArchived(productId, true, 2);
        await prices.setPrice(productId, francs(900), 2);
        await prices.setPrice(productId, francs(100), 1);
        await prices.setName(productId, 'Candle', 2);
        await prices.setArchived(productId, false, 1);
      });
      expect(await find()).toEqual({ ...product, price: francs(900), isOnSale: false });
      await unitOfWork(async ({ prices }) => {
        await prices.setPrice(productId, francs(950), 2);
        await prices.setName(productId, 'Lantern', 4);
        await prices.setArchived(productId, false, 3);
      });
      expect(await find()).toEqual({ ...product, name: 'Lantern', price: francs(950) });
    });

    it('is the newer one, also when two are told at once', async () => {
      const { unitOfWork } = await start();
      const productId = newId();
      const tell = (version: number) =>
        unitOfWork(({ prices }) => prices.setPrice(productId, francs(version), version));
      await Promise.all([tell(2), tell(3), tell(1)]);
      expect(await unitOfWork(({ prices }) => prices.find(productId))).toMatchObject({ price: francs(3) });
    });

    it('is found for many at once, each once', async () => {
      const { unitOfWork } = await start();
      const [one, other, unknown] = [newId(), newId(), newId()];
      await unitOfWork((work) => price(work, one, other));
      const found = await unitOfWork(({ prices }) => prices.findAll([one, unknown, other, one]));
      expect(found.map(({ productId }) => productId).sort()).toEqual([one, other].sort());
    });

    it('is no price below nothing', async () => {
      const { unitOfWork } = await start();
      await expect(unitOfWork(({ prices }) => prices.setPrice(newId(), francs(-1), 1))).rejects.toThrow();
    });
  });

  describe('a cart', () => {
    it('has its lines in the order in which they were added, at today’s prices', async () => {
      const { unitOfWork } = await start();
      const [customerId, one, other] = [newId(), newId(), newId()];
      await unitOfWork(async (work) => {
        await price(work, one, other);
        await work.carts.put(customerId, [lineOf(one), lineOf(other, 2)]);
        await work.carts.put(customerId, [lineOf(one, 5, 1)]);
        await work.prices.setPrice(one, francs(1_200), 2);
        await work.prices.setName(one, 'Lamp', 2);
        await work.prices.setArchived(other, true, 2);
      });
      const lines = [
        { ...lineOf(one, 5), name: 'Lamp', unitPrice: francs(1_200) },
        { ...lineOf(other, 2), isOnSale: false },
      ];
      expect(await unitOfWork(({ carts }) => carts.lines(customerId))).toEqual(lines);
      await unitOfWork(({ carts }) => carts.acceptPrices(customerId, lines.slice(0, 1)));
      expect((await unitOfWork(({ carts }) => carts.lines(customerId)))[0]?.priceWhenAdded).toEqual(francs(1_200));
      expect(await unitOfWork(({ carts }) => carts.lines(newId()))).toEqual([]);
    });

    it('loses the lines that are taken out, and all when it is emptied', async () => {
      const { unitOfWork } = await start();
      const [customerId, one, other] = [newId(), newId(), newId()];
      const productsOf = async () =>
        (await unitOfWork(({ carts }) => carts.lines(customerId))).map(({ productId }) => productId);
      await unitOfWork(async (work) => {
        await price(work, one, other);
        await work.carts.lock(customerId);
        await work.carts.put(customerId, [lineOf(one), lineOf(other)]);
      });
      await unitOfWork(({ carts }) => carts.remove(customerId, [one, newId()]));
      expect(await productsOf()).toEqual([other]);
      await unitOfWork(({ carts }) => carts.clear(customerId));
      expect(await productsOf()).toEqual([]);
    });

    it('holds 1 to 99 pieces of products that are known', async () => {
      const { unitOfWork } = await start();
      const productId = newId();
      await unitOfWork((work) => price(work, productId));
      for (const line of [lineOf(productId, 0), lineOf(productId, 100), lineOf(newId())]) {
        await expect(unitOfWork(({ carts }) => carts.put(newId(), [line]))).rejects.toThrow();
      }
    });

    it('is ordered once by two at once', async () => {
      const { unitOfWork } = await start();
      const [customerId, productId] = [newId(), newId()];
      await unitOfWork(async (work) => {
        await price(work, productId);
        await work.carts.put(customerId, [lineOf(productId)]);
      });
      const order = () =>
        unitOfWork(async ({ carts }) => {
          const lines = await carts.lines(customerId);
          await carts.remove(customerId, [productId]);
          return lines.length;
        });
      expect((await Promise.all([order(), order()])).sort()).toEqual([0, 1]);
    });
  });

  it('takes from messages that wait to be sent what tells who an erased customer was', async () => {
    const { unitOfWork, connectOutbox } = await start();
    const customerId = newId();
    const orderId = newId();
    const charging = {
      customerId,
      orderNumber: 'G-1',
      orderId,
      amount: francs(1_000),
      paymentToken: 'tok_success',
      billTo: ['Ada'],
    };
    const shipping = { customerId, number: 'G-1', orderId, trackingNumber: 'CH 42', at: '2026-05-04T12:00:00.000Z' };
    const other = { ...charging, orderId: newId() };
    await unitOfWork(async ({ outbox, erasedCustomers }) => {
      await outbox.add(charge, charging);
      await outbox.add(orderShipped, shipping);
      await outbox.add(charge, other);
      await erasedCustomers.redactMessages([orderId]);
    });
    const rows = await (await connectOutbox()).unsent(10, []);
    const redacted = without(charging, 'billTo');
    expect(rows.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual([
      redacted,
      { ...shipping, trackingNumber: null },
      other,
    ]);
  });
});
