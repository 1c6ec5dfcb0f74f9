import { newId } from '@galleria/kit/identifiers';
import { openUnmigrated, type UnmigratedDatabase } from '@galleria/platform/testing/unmigrated-database';
import { afterAll, beforeAll, expect, it } from 'vitest';

const REVERSED = '20261129054031_reversed';

let database: UnmigratedDatabase;
beforeAll(async () => void (database = await openUnmigrated('payments')));
afterAll(() => database.drop());

async function captured(amountMinor: number, refundedMinor: number): Promise<string> {
  const id = newId();
  await database.client.query(
    `insert into payments (id, order_id, order_number, customer_id, amount_minor, currency, status, provider_reference, refunded_minor,
       next_attempt_at, correlation_id, created_at)
     values ($1::uuid, $2, 'G-7K3M-92QX', $3, $4, 'EUR', 'CAPTURED', $1::text, $5, now(), 'c', now())`,
    [id, newId(), newId(), amountMinor, refundedMinor],
  );
  return id;
}

const refund = (paymentId: string, amountMinor: number, reason: string, at: string, status = 'SETTLED') =>
  database.client.query(
    `insert into refunds (id, payment_id, amount_minor, reason, status, next_attempt_at, correlation_id, created_at)
     values ($1, $2, $3, $4, $5::refund_status, now(), 'c', $6)`,
    [newId(), paymentId, amountMinor, reason, status, at],
  );

it('knows the payments that the saga asked back from those that an administrator gave back', async () => {
  const { client, migrate, migrateUpTo } = database;
  await migrateUpTo(REVERSED);
  await captured(100, 0);
  const byHand = await captured(100, 100);
  await refund(byHand, 100, 'broken on arrival', '2026-01-01T00:00:00Z');
  const partlyByHand = await captured(100, 30);
  await refund(partlyByHand, 30, 'DAMAGED', '2026-01-01T00:00:00Z');
  const cancelled = await captured(100, 100);
  await refund(cancelled, 40, 'a scratch', '2026-01-01T00:00:00Z');
  await refund(cancelled, 60, 'CANCELLED_BY_CUSTOMER', '2026-01-02T00:00:00Z');
  const refused = await captured(100, 0);
  await refund(refused, 100, 'TIMED_OUT', '2026-01-03T00:00:00Z', 'FAILED');

  await migrate(REVERSED);

  const { rows } = await client.query<{ id: string; at: Date }>(
    'select id, reversed_at as at from payments where reversed_at is not null order by reversed_at',
  );
  expect(rows).toEqual([
    { id: cancelled, at: new Date('2026-01-02T00:00:00Z') },
    { id: refused, at: new Date('2026-01-03T00:00:00Z') },
  ]);
});
