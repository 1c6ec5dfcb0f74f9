import { orderShipped } from '@galleria/events/orders';
import { charge, refundRefused } from '@galleria/events/payments';
import { userErased, userUpdated } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  CORRELATION,
  decide,
  fail,
  letterOf,
  readLetter,
  startOperations,
  TRACE,
  type OperationsService,
} from './fixtures.ts';

const NAME = 'Augusta Ada King';
const STREET = '12 St James Square';
const PARCEL = '1Z-OF-ADA';

let service: OperationsService;
beforeAll(async () => void (service = await startOperations()));
afterAll(() => service.stop());

/** All that is kept of dead letters, as text. */
async function everything(ids: readonly string[] = []): Promise<string> {
  const { rows } = await service.database.pool.query(
    "select * from dead_letters where id = any($1::uuid[]) or $1::uuid[] = '{}'",
    [ids],
  );
  return JSON.stringify(rows, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

function lettersAbout(userId: string) {
  const order = { orderId: newId(), orderNumber: 'G-7K3M-92QX', customerId: userId, paymentToken: 'tok_success' };
  const due = new Date(Date.now() + 60_000).toISOString();
  const owed = { amount: { amountMinor: 100, currency: 'EUR' }, billTo: [NAME, STREET], expiresAt: due };
  const command = charge.schema.parse({ ...order, ...owed, lines: [] });
  return {
    charge: letterOf(charge, command),
    update: letterOf(
      userUpdated,
      { userId, email: 'ada@example.com', name: NAME, version: 2 },
      { service: 'notifications' },
    ),
    erasure: letterOf(userErased, { userId, erasedAt: new Date().toISOString() }, { service: 'payments' }),
    refusal: letterOf(
      refundRefused,
      {
        ...{ paymentId: newId(), orderId: order.orderId, customerId: userId, refundId: newId(), amount: owed.amount },
        reason: `${NAME} was not at home`,
      },
      { service: 'orders' },
    ),
    shipping: letterOf(
      orderShipped,
      { orderId: order.orderId, number: 'G-7K3M-92QX', customerId: userId, trackingNumber: PARCEL, at: due },
      { service: 'notifications' },
    ),
  };
}

const IN_ORDER = ['charge', 'update', 'erasure', 'refusal', 'shipping'] as const;

const erase = (userId: string) => service.publish(userErased, { userId, erasedAt: new Date().toISOString() });

/** What is left of the letters about somebody, and what can still be done about them. */
async function expectForgotten(ids: readonly string[]): Promise<void> {
  for (const personal of [NAME, STREET, PARCEL, 'ada@example.com']) expect(await everything()).not.toContain(personal);
  for (const text of [CORRELATION, TRACE]) expect(await everything(ids)).not.toContain(text);
  const [charged, updated, erased, ...others] = await Promise.all(ids.map((id) => readLetter(service, id)));
  expect(charged).toMatchObject({ status: 'WAITING', isReplayable: true });
  expect(updated).toMatchObject({ status: 'WAITING', isReplayable: false, payload: '' });
  expect(erased).toMatchObject({ status: 'WAITING', isReplayable: true });
  for (const other of others) expect(other).toMatchObject({ status: 'WAITING', isReplayable: true });
}

describe('an account that is erased', () => {
  it('leaves nothing personal in letters about it: its charges and its erasure can still be sent again', async () => {
    const userId = newId();
    const letters = lettersAbout(userId);
    const ids = await fail(service, ...IN_ORDER.map((name) => letters[name]));
    for (const personal of [STREET, PARCEL, 'was not at home', CORRELATION, TRACE]) {
      expect(await everything(ids)).toContain(personal);
    }
    await service.untilHandled(await erase(userId));
    await expectForgotten(ids);
    const [chargeId = '', , erasureId = ''] = ids;
    for (const id of [chargeId, erasureId]) await decide(service, 'replayDeadLetter', { id });
    await vi.waitFor(() => {
      const [sent] = service.published(charge).filter(({ recipient }) => recipient === 'payments');
      expect(sent?.data).toMatchObject({ customerId: userId, amount: { amountMinor: 100 } });
      expect(sent?.data).not.toHaveProperty('billTo');
    }, PATIENCE);
  });

  it('leaves nothing personal in letters that come afterwards', async () => {
    const userId = newId();
    await service.untilHandled(await erase(userId));
    const letters = lettersAbout(userId);
    await expectForgotten(await fail(service, ...IN_ORDER.map((name) => letters[name])));
    const [unreadable = ''] = await fail(service, { ...lettersAbout(userId).update, value: `no JSON, but ${NAME}` });
    expect(await readLetter(service, unreadable)).toMatchObject({ payload: '', isReplayable: false });
  });
});
