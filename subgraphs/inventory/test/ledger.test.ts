import { commitStock, releaseStock, reserveStock, stockRejected, stockReserved } from '@galleria/events/inventory';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  adjust,
  ADMINISTRATOR,
  CUSTOMER,
  spread,
  startInventory,
  stockedProduct,
  type InventoryService,
} from './fixtures.ts';

const START = new Date('2026-06-01T12:00:00.000Z');
const EXPIRES_AT = '2026-06-01T12:10:00.000Z';

let now = START;
let service: InventoryService;
beforeAll(async () => void (service = await startInventory({ clock: () => now })));
afterAll(() => service.stop());

const MOVEMENTS = `
  query Movements($representations: [_Any!]!, $first: Int!, $after: String) {
    _entities(representations: $representations) {
      ... on Product {
        id
        stockMovements(first: $first, after: $after) {
          totalCount
          pageInfo { hasNextPage endCursor }
          nodes {
            id kind reason at order { id } administrator { id }
            change { onHand available reserved sold }
            level { onHand available reserved sold }
          }
        }
      }
    }
  }`;

const movements = (productIds: string[], page: object = { first: 50 }, viewer = ADMINISTRATOR) =>
  service.query(MOVEMENTS, {
    variables: { representations: productIds.map((id) => ({ __typename: 'Product', id, archived: false })), ...page },
    viewer,
  });
const ledgerOf = async (productId: string, page?: object) =>
  (await movements([productId], page)).data._entities[0].stockMovements;
const reserve = (orderId: string, lines: { productId: string; quantity: number }[]) =>
  service.publish(reserveStock, { orderId, lines, expiresAt: EXPIRES_AT });
const isReserved = (orderId: string) =>
  vi.waitFor(
    () => expect(service.published(stockReserved).filter(({ data }) => data.orderId === orderId)).toHaveLength(1),
    PATIENCE,
  );
const reaches = (productId: string, level: object) =>
  vi.waitFor(async () => expect(await spread(service, productId)).toEqual(level), PATIENCE);

describe('the ledger of a product', () => {
  it('tells each change with its kind, reason, source and the level after it, newest first', async () => {
    const productId = await stockedProduct(service, 10);
    const orderId = newId();
    await reserve(orderId, [{ productId, quantity: 3 }]);
    await isReserved(orderId);
    await service.publish(commitStock, { orderId });
    await reaches(productId, { available: 7, reserved: 0, sold: 3 });
    await service.publish(releaseStock, { orderId, reason: 'CANCELLED_BY_CUSTOMER' });
    await reaches(productId, { available: 10, reserved: 0, sold: 0 });

    const { nodes, totalCount } = await ledgerOf(productId);
    expect(totalCount).toBe(4);
    const byOrder = { order: { id: orderId }, administrator: null, at: START.toISOString() };
    expect(nodes).toMatchObject([
      { ...byOrder, kind: 'RETURNED', reason: 'CANCELLED_BY_CUSTOMER', level: { onHand: 10, available: 10, sold: 0 } },
      { ...byOrder, kind: 'COMMITTED', reason: 'ORDER_PAID', level: { onHand: 7, available: 7, reserved: 0, sold: 3 } },
      {
        ...byOrder,
        kind: 'RESERVED',
        reason: 'ORDER_PLACED',
        change: { onHand: 0, available: -3, reserved: 3, sold: 0 },
        level: { onHand: 10, available: 7, reserved: 3, sold: 0 },
      },
      { kind: 'ADJUSTMENT', reason: 'delivery', order: null, administrator: { id: ADMINISTRATOR.userId } },
    ]);
  });

  it('tells releases and ends of holds apart', async () => {
    const productId = await stockedProduct(service, 4);
    const [released, expired] = [newId(), newId()];
    await reserve(released, [{ productId, quantity: 1 }]);
    await reserve(expired, [{ productId, quantity: 1 }]);
    await Promise.all([isReserved(released), isReserved(expired)]);
    await service.publish(releaseStock, { orderId: released, reason: 'TIMED_OUT' });
    await reaches(productId, { available: 3, reserved: 1, sold: 0 });
    now = new Date(EXPIRES_AT);
    await service.app.reservations.expire();
    now = START;
    const { nodes } = await ledgerOf(productId, { first: 2 });
    expect(nodes).toMatchObject([
      { kind: 'EXPIRED', reason: 'RESERVATION_EXPIRED', order: { id: expired }, at: EXPIRES_AT },
      { kind: 'RELEASED', reason: 'TIMED_OUT', order: { id: released } },
    ]);
  });

  it('tells deliveries from other changes, and knows nothing of a change that was refused', async () => {
    const productId = await stockedProduct(service, 0);
    await adjust(service, { productId, delta: 2, reason: ' pallet 7 ', kind: 'DELIVERY' });
    await adjust(service, { productId, delta: -3, reason: 'breakage' });
    const { data } = await adjust(service, { productId, delta: -1, reason: 'pallet 8', kind: 'DELIVERY' });
    expect(data.adjustStock).toMatchObject({ code: 'INVALID_ADJUSTMENT' });
    expect((await ledgerOf(productId)).nodes).toMatchObject([{ kind: 'DELIVERY', reason: 'pallet 7' }]);
  });

  it('replayed gives exactly the levels, after orders, releases, payments and deliveries that raced', async () => {
    const [a, b] = [await stockedProduct(service, 12), await stockedProduct(service, 9)];
    const orders = Array.from({ length: 24 }, () => newId());
    const settled = (orderId: string) =>
      [...service.published(stockReserved), ...service.published(stockRejected)].some(
        ({ data }) => data.orderId === orderId,
      );
    await Promise.all(
      orders.map(async (orderId, index) => {
        const lines = (index % 2 === 0 ? [a, b] : [b, a]).map((productId) => ({ productId, quantity: 1 }));
        await reserve(orderId, lines);
        if (index % 4 === 0) await service.publish(releaseStock, { orderId, reason: 'TIMED_OUT' });
        if (index % 4 === 1) await service.publish(commitStock, { orderId });
        if (index % 4 === 2) await adjust(service, { productId: a, delta: index % 8 === 2 ? 1 : -1, reason: 'count' });
      }),
    );
    await vi.waitFor(() => expect(orders.every(settled)).toBe(true), PATIENCE);
    // One message more for each order: it is handled after all others of the same key.
    await Promise.all(
      orders.map(async (orderId) => service.untilHandled(await service.publish(commitStock, { orderId }))),
    );
    for (const productId of [a, b]) {
      expect(await spread(service, productId)).toMatchObject({ reserved: 0 });
      const { rows } = await service.database.pool.query<Replayed>(
        `select available_change, reserved_change, sold_change, available, reserved, sold
         from stock_movements where product_id = $1 order by position`,
        [productId],
      );
      const replayed = rows.reduce(
        (level, row) => {
          const next = {
            available: level.available + row.available_change,
            reserved: level.reserved + row.reserved_change,
            sold: level.sold + row.sold_change,
          };
          expect({ available: row.available, reserved: row.reserved, sold: row.sold }).toEqual(next);
          return next;
        },
        { available: 0, reserved: 0, sold: 0 },
      );
      expect(replayed).toEqual(await spread(service, productId));
      expect(replayed.sold).toBeGreaterThan(0);
    }
  });

  it.each(['update stock_movements set reason = $1', 'delete from stock_movements where reason <> $1'])(
    'refuses %s',
    async (statement) => {
      const productId = await stockedProduct(service, 1);
      await expect(service.database.pool.query(statement, ['another'])).rejects.toMatchObject({ code: '23001' });
      await expect(service.database.pool.query('truncate stock_movements')).rejects.toMatchObject({ code: '23001' });
      expect((await ledgerOf(productId)).nodes).toMatchObject([{ reason: 'delivery' }]);
    },
  );

  it('costs an order no statement of its own: begin, inbox, locks, pieces and ledger, hold, answer, commit', async () => {
    const lines = [
      { productId: await stockedProduct(service, 9), quantity: 1 },
      { productId: await stockedProduct(service, 9), quantity: 1 },
    ];
    const first = newId();
    await reserve(first, lines);
    await isReserved(first);
    const orderId = newId();
    const count = await service.queryCountOfAll(async () => {
      await reserve(orderId, lines);
      await isReserved(orderId);
    });
    expect(count).toBe(7);
  });
});

interface Replayed {
  readonly available_change: number;
  readonly reserved_change: number;
  readonly sold_change: number;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
}

describe('stockMovements', () => {
  it('come page by page, each once', async () => {
    const productId = await stockedProduct(service, 1);
    for (let count = 0; count < 4; count += 1) await adjust(service, { productId, delta: 1, reason: `${count}` });
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await ledgerOf(productId, { first: 2, after });
      expect(page.totalCount).toBe(5);
      seen.push(...page.nodes.map(({ reason }: { reason: string }) => reason));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(['3', '2', '1', '0', 'delivery']);
  });

  it('of many products take as many queries as those of one', async () => {
    const ids = await Promise.all([stockedProduct(service, 1), stockedProduct(service, 2), stockedProduct(service, 3)]);
    await movements(ids);
    const all = async (productIds: string[]) => service.queryCount(() => movements(productIds));
    expect(await all(ids)).toBe(2);
    expect(await all(ids.slice(0, 1))).toBe(2);
  });

  it('are empty for a product that nobody knows', async () => {
    expect(await ledgerOf(newId())).toMatchObject({ totalCount: 0, nodes: [] });
    expect(await ledgerOf('not an id')).toMatchObject({ totalCount: 0, nodes: [] });
  });

  it.each(['nonsense', cursor([1]), cursor(['x']), cursor(['9'.repeat(30)]), cursor(['1', '2'])])(
    'refuse the cursor %s',
    async (after) => {
      const { errors } = await movements([newId()], { first: 1, after });
      expect(errors?.[0]?.extensions.code).toBe('CURSOR_INVALID');
    },
  );

  it('are for administrators', async () => {
    const productId = await stockedProduct(service, 1);
    const { data, errors } = await movements([productId], { first: 1 }, CUSTOMER);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(data._entities[0]).toEqual({ id: productId, stockMovements: null });
  });
});

function cursor(key: unknown[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

const SUMS = `query { _entities(representations: [{ __typename: "Invariants", id: "now" }]) {
  ... on Invariants { stock { available reserved sold delivered productsAstray } }
} }`;

describe('the sums of all products', () => {
  const sums = async (): Promise<Record<string, unknown>> =>
    (await service.query(SUMS, { viewer: ADMINISTRATOR })).data._entities[0].stock;

  it('are what was delivered, wherever its pieces are, and name what no movement explains', async () => {
    const before = await sums();
    expect(before['productsAstray']).toBe(0);
    const productId = await stockedProduct(service, 10);
    await adjust(service, { productId, delta: -1, reason: 'broken' });
    const [held, sold] = [newId(), newId()];
    await reserve(held, [{ productId, quantity: 2 }]);
    await reserve(sold, [{ productId, quantity: 3 }]);
    await isReserved(sold);
    await service.publish(commitStock, { orderId: sold });
    await reaches(productId, { available: 4, reserved: 2, sold: 3 });
    const growth = async () => {
      const after = await sums();
      const grown = ['available', 'reserved', 'sold', 'delivered'].map(
        (name) => Number(after[name]) - Number(before[name]),
      );
      return { grown, astray: after['productsAstray'] };
    };
    expect(await growth()).toEqual({ grown: [4, 2, 3, 9], astray: 0 });
    const setAvailable = (pieces: number) =>
      service.database.pool.query('update stock_levels set available = $2 where product_id = $1', [productId, pieces]);
    await setAvailable(5);
    expect(await growth()).toEqual({ grown: [5, 2, 3, 9], astray: 1 });
    await setAvailable(4);
  });
});
