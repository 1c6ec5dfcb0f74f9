import { newId } from '@galleria/kit/identifiers';
import { openUnmigrated, type UnmigratedDatabase } from '@galleria/platform/testing/unmigrated-database';
import { afterAll, beforeAll, expect, it } from 'vitest';

const [ADMINISTRATOR, SOLD, UNTOUCHED] = [newId(), newId(), newId()];

let database: UnmigratedDatabase;
beforeAll(async () => void (database = await openUnmigrated('inventory')));
afterAll(() => database.drop());

it('opens the ledger with what was adjusted before, so that its movements add up to the levels', async () => {
  const { client, migrate } = database;
  await migrate('20261121000000_init');
  await client.query(
    'insert into stock_levels (product_id, available, reserved, sold) values ($1, 5, 1, 2), ($2, 0, 0, 0)',
    [SOLD, UNTOUCHED],
  );
  await client.query(
    `insert into stock_adjustments (id, product_id, delta, reason, adjusted_by, adjusted_at)
     values ($1, $3, 10, 'delivery', $4, '2026-01-01T00:00:00Z'), ($2, $3, -2, 'breakage', $4, '2026-01-02T00:00:00Z')`,
    [newId(), newId(), SOLD, ADMINISTRATOR],
  );
  await migrate('20261123000000_stock_movements');
  const { rows } = await client.query(
    `select product_id as product, kind, available_change as change, array[available, reserved, sold] as level, reason,
       administrator_id as by from stock_movements order by position`,
  );
  expect(rows).toEqual([
    { product: SOLD, kind: 'ADJUSTMENT', change: 10, level: [10, 0, 0], reason: 'delivery', by: ADMINISTRATOR },
    { product: SOLD, kind: 'ADJUSTMENT', change: -2, level: [8, 0, 0], reason: 'breakage', by: ADMINISTRATOR },
    { product: SOLD, kind: 'OPENING', change: -3, level: [5, 1, 2], reason: 'LEDGER_OPENED', by: null },
  ]);
});
