import { charge } from '@galleria/events/payments';
import { userErased, userRegistered } from '@galleria/events/users';
import { runInContext } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPaymentRepository } from '../src/repository/payment-repository.ts';
import { createUnitOfWork, type UnitOfWork } from '../src/repository/unit-of-work.ts';
import { createFollowAccounts } from '../src/service/follow-accounts.ts';
import { openRefund } from '../src/service/open-refund.ts';
import { createTakeCommands } from '../src/service/take-commands.ts';
import {
  capturedOrder,
  chargeOf,
  invoicesOf,
  paymentOf,
  refundBy,
  startPayments,
  told,
  type PaymentsService,
} from './fixtures.ts';

const NAME = 'Augusta Ada King';
const STREET = '12 St James Square';
/** Of the requests behind all that is theirs; a client may write there what it wants. */
const CORRELATION = 'of-ada-king:checkout';
const TOKEN = 'tok_of_a_card_of_ada';
const clock = () => new Date();

let service: PaymentsService;
beforeAll(async () => void (service = await startPayments()));
afterAll(() => service.stop());

/** Every row of every table, as text. */
async function everything(): Promise<string> {
  const { pool } = service.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  expect(tables.length).toBeGreaterThan(10);
  const contents = await Promise.all(tables.map(({ name }) => pool.query(`select * from "${name}"`)));
  return JSON.stringify(contents.map(({ rows }) => rows));
}

const commandsOf = () =>
  createTakeCommands({
    payments: createPaymentRepository(service.database),
    unitOfWork: createUnitOfWork(service.database),
    ...{ clock, onChargeDue: () => undefined, onRefundDue: () => undefined },
  });
const accounts = () => createFollowAccounts({ unitOfWork: createUnitOfWork(service.database), clock });

describe('an account that is erased', () => {
  it('leaves nothing personal in any table, and the amounts, lines and numbers of its payments', async () => {
    const customer = { userId: newId(), roles: ['CUSTOMER'] };
    const { userId } = customer;
    const account = { userId, email: 'ada@example.com', name: NAME, locale: 'de' as const, version: 1 };
    await service.publish(userRegistered, { ...account, registeredAt: clock().toISOString() });
    const more = { customerId: userId, billTo: [NAME, STREET], orderNumber: 'G-ADAS-ORDR' };
    const asAda = <T>(work: () => Promise<T>): Promise<T> => runInContext({ correlationId: CORRELATION }, work);
    const orderId = await asAda(() => capturedOrder(service, 12_900, more));
    await refundBy(service, { orderId, amountMinor: 100, reason: `${NAME} was not at home` });
    await vi.waitFor(() => expect(told(service, orderId).refunded).toHaveLength(1), PATIENCE);
    const declined = { ...chargeOf(TOKEN), ...more };
    await service.publish(charge, declined);
    await vi.waitFor(() => expect(told(service, declined.orderId).declined).toHaveLength(1), PATIENCE);
    const waiting = { ...chargeOf('tok_success'), ...more };
    await asAda(() => commandsOf().charge(waiting));
    for (const personal of [NAME, STREET, CORRELATION]) expect(await everything()).toContain(personal);
    const [number] = await invoicesOf(service, orderId);

    await service.publish(userErased, { userId, erasedAt: clock().toISOString() });
    await vi.waitFor(async () => {
      const rest = await everything();
      for (const personal of [NAME, STREET, CORRELATION, 'ada@example.com']) expect(rest).not.toContain(personal);
    }, PATIENCE);

    expect(await invoicesOf(service, orderId)).toEqual([number]);
    expect(await paymentOf(service, orderId, customer)).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      refunds: [{ amount: { amountMinor: 100 }, reason: 'ERASED' }],
    });
    // What was under way goes on, without its address.
    service.app.charges.wake();
    await vi.waitFor(() => expect(told(service, waiting.orderId).captured).toHaveLength(1), PATIENCE);
    expect(await everything()).not.toContain(STREET);
  });

  it('is not remembered anew by what arrives later', async () => {
    const userId = newId();
    await accounts().erase(userId);
    await accounts().learnLocale(userId, 'de', 9);
    await accounts().erase(userId);
    const orderId = await capturedOrder(service, 12_900, { customerId: userId, billTo: ['Late Lovelace'] });
    expect(await invoicesOf(service, orderId)).toHaveLength(1);
    expect(await everything()).not.toContain('Late Lovelace');
    const { rows } = await service.database.pool.query('select locale from customers where id = $1', [userId]);
    expect(rows).toEqual([{ locale: null }]);
  });

  it('is not named by a refund that is given by hand later, and a code stays', async () => {
    const userId = newId();
    const orderId = await capturedOrder(service, 12_900, { customerId: userId });
    await accounts().erase(userId);
    for (const reason of ['Remorseful Lovelace has called', 'DAMAGED_GOODS']) {
      await refundBy(service, { orderId, amountMinor: 100, reason });
    }
    await vi.waitFor(() => expect(told(service, orderId).refunded).toHaveLength(2), PATIENCE);
    expect(told(service, orderId).refunded.map(({ reason }) => reason)).toEqual(['ERASED', 'DAMAGED_GOODS']);
    expect(await everything()).not.toContain('Remorseful Lovelace');
  });

  it('waits for a refund by hand that is being written down at the same moment, and finds it', async () => {
    let times = 0;
    const unitOfWork: UnitOfWork = (work) =>
      createUnitOfWork(service.database)((one) => {
        times += 1;
        return work(one);
      });
    const customerId = newId();
    const orderId = await capturedOrder(service, 12_900, { customerId });
    let erasing: Promise<void> = Promise.resolve();
    await unitOfWork(async (work) => {
      const payment = await work.payments.lockByOrder(orderId);
      erasing = createFollowAccounts({ unitOfWork, clock }).erase(customerId);
      await isWaiting();
      // The erasure waits for the payment, and holds nothing that a refund needs.
      expect(await work.customers.isErased(customerId)).toBe(false);
      const refund = { amountMinor: 100, reason: 'Hesitant Lovelace', now: clock() };
      await openRefund(work, payment!, refund);
    });
    await erasing;
    // Neither was taken back by PostgreSQL, because each waits for the other, and begun anew.
    expect(times).toBe(2);
    expect(await everything()).not.toContain('Hesitant Lovelace');
  });

  it('waits for a charge that is being written down at the same moment, and finds it', async () => {
    const unitOfWork = createUnitOfWork(service.database);
    const command = { ...chargeOf(), billTo: ['Racing Lovelace'] };
    let erasing: Promise<void> = Promise.resolve();
    await unitOfWork(async (work) => {
      const { amount, ...rest } = command;
      const payment = { ...rest, ...amount, id: newId(), createdAt: clock(), lines: null, billTo: command.billTo };
      await work.payments.insert(payment, { correlationId: 'test', causationId: null, traceparent: null });
      // A statement that is sent may still be under way; after an answer it has run, and holds the customer's row.
      expect(await work.payments.lockByOrder(command.orderId)).not.toBeNull();
      erasing = accounts().erase(command.customerId);
      await isWaiting();
    });
    await erasing;
    expect(await everything()).not.toContain('Racing Lovelace');
  });

  it('finds the invoice of a capture that is under way', async () => {
    const unitOfWork = createUnitOfWork(service.database);
    const customerId = newId();
    const command = { ...chargeOf(), customerId, billTo: ['Passing Lovelace'] };
    await commandsOf().charge(command);
    const id = (await paymentOf(service, command.orderId, { userId: customerId, roles: [] }))!.id;
    let erasing: Promise<void> = Promise.resolve();
    await unitOfWork(async (work) => {
      const settled = await work.payments.settle(id, { status: 'CAPTURED', reference: newId() }, clock());
      erasing = accounts().erase(customerId);
      await isWaiting();
      const { billTo, orderNumber, amountMinor: totalMinor, currency } = settled!;
      await work.invoices.issue({
        ...{ paymentId: id, customerId, issuedAt: clock(), orderNumber, totalMinor, currency, lines: [], billTo },
      });
    });
    await erasing;
    expect(await everything()).not.toContain('Passing Lovelace');
  });
});

describe('a means of payment', () => {
  it('is kept until it is used, and nowhere afterwards', async () => {
    const command = chargeOf(TOKEN);
    await commandsOf().charge(command);
    expect(await everything()).toContain(TOKEN);
    service.app.charges.wake();
    await vi.waitFor(() => expect(told(service, command.orderId).declined).toHaveLength(1), PATIENCE);
    expect(await everything()).not.toContain(TOKEN);
  });
});

/** Somebody in this database waits for a lock of another transaction. */
async function isWaiting(): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await service.database.pool.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length;
    }, PATIENCE)
    .toBeGreaterThan(0);
}
