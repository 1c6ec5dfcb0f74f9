import type { Database } from '@galleria/kit/database/database';
import { newId } from '@galleria/kit/identifiers';
import { describe, expect, it } from 'vitest';
import { createUnitOfWork, type Work } from '../../subgraphs/inventory/src/repository/unit-of-work.ts';
import { bindInventory, emptyInventory } from '../repositories/inventory-tables.ts';
import { implementationsOf } from './service-under-test.ts';
import { itIsAUnitOfWork } from './unit-of-work-contract.ts';

const AT = new Date('2026-05-04T12:00:00.000Z');
const minutesLater = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

const IMPLEMENTATIONS = implementationsOf({
  service: 'inventory',
  empty: emptyInventory,
  bind: bindInventory,
  createUnitOfWork: (database: Database) => createUnitOfWork(database),
  memory: () => undefined,
  postgres: () => undefined,
});

/** Lines of products in the order of their ids, as `mergeLines` gives them. */
function productIds(count: number): [string, ...string[]] {
  const [first = '', ...rest] = Array.from({ length: count }, () => newId()).sort();
  return [first, ...rest];
}

async function stock({ stock: levels }: Work, products: Readonly<Record<string, number>>): Promise<void> {
  for (const [productId, delta] of Object.entries(products)) {
    await levels.open(productId);
    await levels.adjust({ productId, delta, kind: 'DELIVERY', reason: 'delivered', adjustedBy: newId(), at: AT });
  }
}

const reserving = (orderId = newId()) =>
  ({ kind: 'RESERVED', from: 'available', to: 'reserved', orderId, reason: 'ORDERED', at: AT }) as const;

describe.each(IMPLEMENTATIONS)('inventory %s', (_name, start) => {
  itIsAUnitOfWork('inventory', start, ({ reservations }) =>
    reservations.insert({ orderId: newId(), lines: [{ productId: newId(), quantity: 0 }], expiresAt: AT }),
  );

  describe('levels', () => {
    it('begin at nothing, once, and are unknown before', async () => {
      const { unitOfWork } = await start();
      const [known, unknown = ''] = productIds(2);
      await unitOfWork((work) => stock(work, { [known]: 3 }));
      await unitOfWork(({ stock: levels }) => levels.open(known));
      expect(await unitOfWork(({ stock: levels }) => levels.levels([known, unknown]))).toEqual([
        { productId: known, available: 3, reserved: 0, sold: 0, threshold: null },
      ]);
    });

    it('are adjusted, but never below nothing, and not where they are unknown', async () => {
      const { unitOfWork } = await start();
      const [productId] = productIds(1);
      await unitOfWork((work) => stock(work, { [productId]: 3 }));
      const adjust = (id: string, delta: number) =>
        unitOfWork(({ stock: levels }) =>
          levels.adjust({ productId: id, delta, kind: 'ADJUSTMENT', reason: 'counted', adjustedBy: newId(), at: AT }),
        );
      expect(await adjust(productId, -4)).toBeNull();
      expect(await adjust(newId(), 1)).toBeNull();
      expect(await adjust(productId, -3)).toMatchObject({ productId, available: 0 });
      await expect(adjust(productId, 0)).rejects.toThrow();
    });

    it('have a threshold that is set, and told with the one before', async () => {
      const { unitOfWork } = await start();
      const [productId] = productIds(1);
      await unitOfWork((work) => stock(work, { [productId]: 3 }));
      const set = (id: string, threshold: number | null) =>
        unitOfWork(({ stock: levels }) => levels.setThreshold(id, threshold));
      const level = { productId, available: 3, reserved: 0, sold: 0 };
      expect(await set(productId, 2)).toEqual({ ...level, threshold: 2, thresholdBefore: null });
      expect(await set(productId, null)).toEqual({ ...level, threshold: null, thresholdBefore: 2 });
      expect(await set(newId(), 2)).toBeNull();
      await expect(set(productId, -1)).rejects.toThrow();
    });

    it('move for all lines of an order, and tell what was and is available', async () => {
      const { unitOfWork } = await start();
      const [one, other = ''] = productIds(2);
      await unitOfWork((work) => stock(work, { [one]: 3, [other]: 1 }));
      const lines = [
        { productId: one, quantity: 2 },
        { productId: other, quantity: 1 },
      ];
      const moved = await unitOfWork(({ stock: levels }) => levels.move(lines, reserving()));
      expect(moved).toHaveLength(2);
      expect(moved).toContainEqual({ productId: one, available: 1, availableBefore: 3, threshold: null });
      expect(moved).toContainEqual({ productId: other, available: 0, availableBefore: 1, threshold: null });
      const sold = { ...reserving(), kind: 'COMMITTED', from: 'reserved', to: 'sold' } as const;
      await unitOfWork(({ stock: levels }) => levels.move(lines.slice(0, 1), sold));
      const levels = await unitOfWork(({ stock: own }) => own.levels([one, other]));
      expect(levels).toContainEqual({ productId: one, available: 1, reserved: 0, sold: 2, threshold: null });
      expect(levels).toContainEqual({ productId: other, available: 0, reserved: 1, sold: 0, threshold: null });
    });

    it('move for no line where one has too few, or is unknown', async () => {
      const { unitOfWork } = await start();
      const [one, other = '', unknown = ''] = productIds(3);
      await unitOfWork((work) => stock(work, { [one]: 3, [other]: 1 }));
      for (const missing of [
        { productId: other, quantity: 2 },
        { productId: unknown, quantity: 1 },
      ]) {
        const lines = [{ productId: one, quantity: 1 }, missing];
        expect(await unitOfWork(({ stock: levels }) => levels.move(lines, reserving()))).toBeNull();
      }
      expect(await unitOfWork(({ stock: levels }) => levels.levels([one]))).toMatchObject([{ available: 3 }]);
    });

    it('give what there is to as many orders at once as it is enough for', async () => {
      const { unitOfWork } = await start();
      const [productId] = productIds(1);
      await unitOfWork((work) => stock(work, { [productId]: 5 }));
      const order = () => unitOfWork(({ stock: levels }) => levels.move([{ productId, quantity: 2 }], reserving()));
      const outcomes = await Promise.all(Array.from({ length: 4 }, order));
      expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(2);
      const levels = await unitOfWork(({ stock: own }) => own.levels([productId]));
      expect(levels).toMatchObject([{ available: 1, reserved: 4 }]);
    });

    it('are as before when the transaction that moved them throws', async () => {
      const { unitOfWork } = await start();
      const [productId] = productIds(1);
      await unitOfWork((work) => stock(work, { [productId]: 5 }));
      const failing = unitOfWork(async ({ stock: levels }) => {
        await levels.move([{ productId, quantity: 2 }], reserving());
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await unitOfWork(({ stock: levels }) => levels.levels([productId]))).toMatchObject([{ available: 5 }]);
    });
  });

  describe('a reservation', () => {
    it('is made once for an order, with its lines in the order of products', async () => {
      const { unitOfWork } = await start();
      const [one, other = ''] = productIds(2);
      const orderId = newId();
      const hold = {
        ...{ orderId, expiresAt: minutesLater(10) },
        lines: [
          { productId: other, quantity: 1 },
          { productId: one, quantity: 2 },
        ],
      };
      expect(await unitOfWork(({ reservations }) => reservations.insert(hold))).toBe(true);
      const again = { orderId, expiresAt: AT, lines: [{ productId: newId(), quantity: 9 }] };
      expect(await unitOfWork(({ reservations }) => reservations.insert(again))).toBe(false);
      expect(await unitOfWork(({ reservations }) => reservations.lock(orderId))).toEqual({
        ...{ orderId, status: 'HELD', expiresAt: minutesLater(10) },
        lines: [
          { productId: one, quantity: 2 },
          { productId: other, quantity: 1 },
        ],
      });
      expect(await unitOfWork(({ reservations }) => reservations.lock(newId()))).toBeNull();
    });

    it('holds some of each of its products, and each once', async () => {
      const { unitOfWork } = await start();
      const line = { productId: newId(), quantity: 1 };
      for (const lines of [[{ ...line, quantity: 0 }], [line, line]]) {
        const insert = unitOfWork(({ reservations }) =>
          reservations.insert({ orderId: newId(), lines, expiresAt: AT }),
        );
        await expect(insert).rejects.toThrow();
      }
    });

    it('is made by one of two at once', async () => {
      const { unitOfWork } = await start();
      const hold = { orderId: newId(), lines: [{ productId: newId(), quantity: 1 }], expiresAt: AT };
      const insert = () => unitOfWork(({ reservations }) => reservations.insert(hold));
      expect((await Promise.all([insert(), insert()])).sort()).toEqual([false, true]);
    });

    it('that is taken back can be made again', async () => {
      const { unitOfWork } = await start();
      const hold = { orderId: newId(), lines: [{ productId: newId(), quantity: 1 }], expiresAt: AT };
      await unitOfWork(async ({ reservations }) => {
        await reservations.insert(hold);
        await reservations.remove(hold.orderId);
        expect(await reservations.lock(hold.orderId)).toBeNull();
      });
      expect(await unitOfWork(({ reservations }) => reservations.insert(hold))).toBe(true);
    });

    it('is expired when it is held beyond its time, the oldest first, without those that were tried', async () => {
      const { unitOfWork } = await start();
      const lines = [{ productId: newId(), quantity: 1 }];
      const [third, first, second, later, released] = Array.from({ length: 5 }, () => newId());
      const until = { third: minutesLater(3), first: minutesLater(1), second: minutesLater(2), later: minutesLater(4) };
      const holds = [
        [third, until.third],
        [first, until.first],
        [second, until.second],
        [later, until.later],
        [released, until.first],
      ] as const;
      await unitOfWork(async ({ reservations }) => {
        for (const [orderId = '', expiresAt] of holds) await reservations.insert({ orderId, lines, expiresAt });
        await reservations.setStatus(released ?? '', 'RELEASED');
        await reservations.setStatus(newId(), 'RELEASED');
      });
      const expired = (limit: number, except: readonly string[]) =>
        unitOfWork(({ reservations }) => reservations.expired(minutesLater(3), limit, except));
      expect(await expired(10, [])).toEqual([first, second, third]);
      expect(await expired(2, [])).toEqual([first, second]);
      expect(await expired(10, [first ?? ''])).toEqual([second, third]);
      expect(await unitOfWork(({ reservations }) => reservations.lock(released ?? ''))).toMatchObject({
        status: 'RELEASED',
      });
    });
  });
});
