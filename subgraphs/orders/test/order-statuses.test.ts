import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORDER_STATUSES, statusesThat } from '../src/domain/order.ts';
import { startOrders, type OrdersService } from './fixtures.ts';

let service: OrdersService;
beforeAll(async () => {
  service = await startOrders();
});
afterAll(() => service.stop());

/** The statuses that a constraint names: a migration cannot ask the domain, so this asks whether both say the same. */
async function namedBy(constraint: string): Promise<string[]> {
  const { rows } = await service.database.pool.query<{ definition: string }>(
    'select pg_get_constraintdef(oid) as definition from pg_constraint where conname = $1',
    [constraint],
  );
  const named: readonly string[] = rows[0]?.definition.match(/(?<=')\w+(?='::order_status)/g) ?? [];
  return ORDER_STATUSES.filter((status) => named.includes(status));
}

describe('the database', () => {
  it('knows the statuses that the domain knows', async () => {
    const { rows } = await service.database.pool.query<{ status: string }>(
      'select unnest(enum_range(null::order_status))::text as status',
    );
    expect(rows.map(({ status }) => status).sort()).toEqual([...ORDER_STATUSES].sort());
  });

  it('holds a deadline, a payment token and a reason where the domain says', async () => {
    expect(await namedBy('orders_deadline_while_waiting')).toEqual(statusesThat(({ waitsFor }) => waitsFor !== null));
    expect(await namedBy('orders_payment_token_until_charged')).toEqual(
      statusesThat(({ waitsFor }) => waitsFor === 'stock'),
    );
    expect(await namedBy('orders_reason_when_unsuccessful')).toEqual(statusesThat(({ hasFailed }) => hasFailed));
  });
});
