import { createDatabase, type Database } from '@galleria/kit/database/database';
import { newId } from '@galleria/kit/identifiers';
import { createLogger } from '@galleria/kit/logger';
import { sql } from '@galleria/kit/database/sql';
import { createTestDatabase, type TestDatabase } from '@galleria/platform/testing/test-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStockRepository, type OrderMovement } from '../src/repository/stock-repository.ts';

const ROUNDS = 15;
const PIECES = 9;
const MOVES: readonly Pick<OrderMovement, 'kind' | 'from' | 'to'>[] = [
  { kind: 'RESERVED', from: 'available', to: 'reserved' },
  { kind: 'RELEASED', from: 'reserved', to: 'available' },
  { kind: 'COMMITTED', from: 'reserved', to: 'sold' },
  { kind: 'RESERVED', from: 'available', to: 'reserved' },
];

let testDatabase: TestDatabase;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase('inventory');
  const logger = createLogger({ service: 'inventory', level: 'silent' });
  database = createDatabase({ url: testDatabase.url, logger, maxConnections: 12 });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

/** Gives whether the pieces of both products moved. */
const move = (productIds: readonly string[], movement: (typeof MOVES)[number]) =>
  database.transaction(async (transaction) => {
    const lines = [...productIds].sort().map((productId) => ({ productId, quantity: 1 }));
    const source = { orderId: newId(), reason: 'RACE', at: new Date() };
    return (await createStockRepository(transaction).move(lines, { ...movement, ...source })) !== null;
  });

it('moves that race are done or refused, never stopped by a CHECK, and move both products or none', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const productIds = [newId(), newId()];
    for (const productId of productIds) {
      await database.query(sql`insert into stock_levels (product_id, available) values (${productId}, ${PIECES})`);
    }
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => MOVES)
        .flat()
        .map((movement) => move(productIds, movement)),
    );
    const levels = await createStockRepository(database).levels(productIds);
    const [one, other] = levels.map(({ available, reserved, sold }) => ({ available, reserved, sold }));
    expect(one).toEqual(other);
    const movements = await database.query(sql`
      select 1 from stock_movements where product_id = any(${productIds}::uuid[])`);
    expect(movements).toHaveLength(2 * outcomes.filter(Boolean).length);
  }
});
