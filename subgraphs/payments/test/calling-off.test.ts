import { cancelCharge, charge, chargeCancellationRefused } from '@galleria/events/payments';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPaymentRepository } from '../src/repository/payment-repository.ts';
import { createUnitOfWork } from '../src/repository/unit-of-work.ts';
import { createTakeCommands } from '../src/service/take-commands.ts';
import {
  capturedOrder,
  chargeOf,
  ledgerOf,
  paymentOf,
  startPayments,
  told,
  type ChargeData,
  type PaymentsService,
} from './fixtures.ts';
import { createInterruptedProvider } from './interrupted-provider.ts';

const MINUTE = 60_000;
let now = Date.UTC(2026, 5, 1, 12);
/** The payments for which the provider was asked to charge, each as often as it was. */
let asked: string[] = [];
let release: () => void = () => undefined;
const held = new Promise<void>((resolve) => (release = resolve));

let service: PaymentsService;
beforeAll(async () => {
  service = await startPayments({
    clock: () => new Date(now),
    provider: ({ database }) => createInterruptedProvider(database, { held, onAsked: (key) => void asked.push(key) }),
  });
});
afterEach(() => void (asked = []));
afterAll(() => service.stop());

const passTime = (ms: number): void => {
  now += ms;
  service.app.charges.wake();
};

/** Asked once, and waiting for the next time. */
async function unanswered(command: ChargeData): Promise<void> {
  await service.publish(charge, command);
  await vi.waitFor(async () => {
    const { rows } = await service.database.pool.query<{ waitsMs: number }>(
      `select extract(epoch from next_attempt_at - $2) * 1000 as "waitsMs" from payments where order_id = $1 and attempts = 1`,
      [command.orderId, new Date(now)],
    );
    expect(rows.map(({ waitsMs }) => Number(waitsMs))).toEqual([200]);
  }, PATIENCE);
}

async function callOff(orderId: string): Promise<void> {
  await service.publish(cancelCharge, { orderId, reason: 'TIMED_OUT' });
  await vi.waitFor(async () => {
    const { rows } = await service.database.pool.query(
      'select from payments where order_id = $1 and cancel_reason is not null',
      [orderId],
    );
    expect(rows).toHaveLength(1);
  }, PATIENCE);
}

describe('calling a charge off', () => {
  it('ends it at once when the provider was never asked', async () => {
    const command = chargeOf();
    // What a process left that died before it asked.
    const died = createTakeCommands({
      payments: createPaymentRepository(service.database),
      unitOfWork: createUnitOfWork(service.database),
      clock: () => new Date(now),
      onChargeDue: () => undefined,
      onRefundDue: () => undefined,
    });
    await died.charge(command);
    await callOff(command.orderId);
    expect(await paymentOf(service, command.orderId)).toMatchObject({ status: 'CANCELLED', reason: 'TIMED_OUT' });
    passTime(MINUTE);
    const later = chargeOf();
    await service.publish(charge, later);
    await vi.waitFor(() => expect(told(service, later.orderId).captured).toHaveLength(1), PATIENCE);
    expect(await ledgerOf(service, command.orderId)).toEqual([]);
    expect(told(service, command.orderId)).toEqual({ captured: [], declined: [], refunded: [] });
  });

  it('lets a capture stand that was made before, and tells nothing new', async () => {
    const command = chargeOf();
    await service.publish(charge, command);
    await vi.waitFor(() => expect(told(service, command.orderId).captured).toHaveLength(1), PATIENCE);
    await service.publish(cancelCharge, { orderId: command.orderId, reason: 'TIMED_OUT' });
    // Same key, so it is handled after the command before it.
    await service.publish(charge, command);
    await capturedOrder(service);
    expect(await paymentOf(service, command.orderId)).toMatchObject({ status: 'CAPTURED', reason: null });
    expect(told(service, command.orderId).captured).toHaveLength(1);
  });

  it('lets a capture stand that is under way, and tells of it', async () => {
    const command = chargeOf('tok_held');
    await service.publish(charge, command);
    await vi.waitFor(() => expect(asked).toHaveLength(1), PATIENCE);
    await callOff(command.orderId);
    expect(await paymentOf(service, command.orderId)).toMatchObject({ status: 'PENDING' });
    release();
    await vi.waitFor(() => expect(told(service, command.orderId).captured).toHaveLength(1), PATIENCE);
    expect(await paymentOf(service, command.orderId)).toMatchObject({ status: 'CAPTURED' });
  });

  it('asks the provider to, when a request got no answer', async () => {
    const command = chargeOf('tok_lost');
    await unanswered(command);
    await callOff(command.orderId);
    passTime(200);
    await vi.waitFor(
      async () => expect(await paymentOf(service, command.orderId)).toMatchObject({ status: 'CANCELLED' }),
      PATIENCE,
    );
    expect(await ledgerOf(service, command.orderId)).toEqual([{ status: 'CANCELLED', attempts: 0, refunded: 0 }]);
    expect(asked).toHaveLength(1);
    expect(told(service, command.orderId)).toEqual({ captured: [], declined: [], refunded: [] });
  });

  it('learns from the provider of a capture whose answer was lost, and tells of it', async () => {
    const command = chargeOf('tok_unheard');
    await unanswered(command);
    await callOff(command.orderId);
    passTime(200);
    await vi.waitFor(() => expect(told(service, command.orderId).captured).toHaveLength(1), PATIENCE);
    expect(await paymentOf(service, command.orderId)).toMatchObject({ status: 'CAPTURED' });
  });

  it('answers that the money is there when it is, so that it can go back although nobody heard of it', async () => {
    const orderId = await capturedOrder(service);
    await service.publish(cancelCharge, { orderId, reason: 'TIMED_OUT' });
    const refused = () => service.published(chargeCancellationRefused).filter(({ data }) => data.orderId === orderId);
    await vi.waitFor(() => expect(refused()).toHaveLength(1), PATIENCE);
    expect(refused()[0]?.data).toMatchObject({ paymentId: (await paymentOf(service, orderId))?.id });
    expect(await paymentOf(service, orderId)).toMatchObject({ status: 'CAPTURED' });
  });

  it('does nothing about an order that was never to be charged', async () => {
    const orderId = newId();
    await service.publish(cancelCharge, { orderId, reason: 'TIMED_OUT' });
    const later = { ...chargeOf(), orderId };
    await service.publish(charge, later);
    await vi.waitFor(() => expect(told(service, orderId).captured).toHaveLength(1), PATIENCE);
  });
});

describe('a provider that gives no answer', () => {
  it('is asked again with growing delays', async () => {
    const command = chargeOf('tok_lost');
    await unanswered(command);
    const id = (await paymentOf(service, command.orderId))?.id;
    const timesAsked = () => asked.filter((key) => key === id).length;
    for (const [index, delayMs] of [200, 400, 800].entries()) {
      passTime(delayMs - 1);
      // Once this one is through, all that was due has been looked at.
      await capturedOrder(service);
      expect(timesAsked()).toBe(index + 1);
      passTime(1);
      await vi.waitFor(() => expect(timesAsked()).toBe(index + 2), PATIENCE);
      await vi.waitFor(async () => {
        const { rows } = await service.database.pool.query(
          'select from payments where order_id = $1 and attempts = $2 and next_attempt_at < $3',
          [command.orderId, index + 2, new Date(now + 5_000)],
        );
        expect(rows).toHaveLength(1);
      }, PATIENCE);
    }
  });

  it('is given up after five minutes: the charge is called off, and told of as declined', async () => {
    const command = chargeOf('tok_lost');
    await unanswered(command);
    passTime(5 * MINUTE);
    await vi.waitFor(() => expect(told(service, command.orderId).declined).toHaveLength(1), PATIENCE);
    expect(told(service, command.orderId).declined[0]).toMatchObject({ reason: 'PROVIDER_UNAVAILABLE' });
    expect(await paymentOf(service, command.orderId)).toMatchObject({
      status: 'DECLINED',
      reason: 'PROVIDER_UNAVAILABLE',
    });
    expect(await ledgerOf(service, command.orderId)).toEqual([{ status: 'CANCELLED', attempts: 0, refunded: 0 }]);
  });

  it('is not given up when it had captured after all', async () => {
    const command = chargeOf('tok_unheard');
    await unanswered(command);
    passTime(5 * MINUTE);
    await vi.waitFor(() => expect(told(service, command.orderId).captured).toHaveLength(1), PATIENCE);
    expect(told(service, command.orderId).declined).toEqual([]);
  });
});
