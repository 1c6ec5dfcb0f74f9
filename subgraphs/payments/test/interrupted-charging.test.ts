import { charge, refund } from '@galleria/events/payments';
import { createLogger } from '@galleria/kit/logger';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSandboxProvider } from '../src/clients/sandbox-provider.ts';
import { createPaymentQueue } from '../src/repository/payment-queue.ts';
import { createRefundQueue } from '../src/repository/refund-queue.ts';
import { createPaymentRepository } from '../src/repository/payment-repository.ts';
import { createUnitOfWork, type UnitOfWork } from '../src/repository/unit-of-work.ts';
import { createChargePayments } from '../src/service/charge-payments.ts';
import { createSettleRefunds } from '../src/service/settle-refunds.ts';
import { createTakeCommands } from '../src/service/take-commands.ts';
import {
  capturedOrder,
  chargeOf,
  invoicesOf,
  ledgerOf,
  paymentOf,
  startPayments,
  told,
  type ChargeData,
  type PaymentsService,
} from './fixtures.ts';
import { createInterruptedProvider } from './interrupted-provider.ts';

const CLAIM_MS = 6_000;
let now = Date.UTC(2026, 5, 1, 12);
const clock = (): Date => new Date(now);
let release: () => void = () => undefined;
const held = new Promise<void>((resolve) => (release = resolve));

let service: PaymentsService;
beforeAll(async () => {
  service = await startPayments({
    clock,
    provider: ({ database }) => createInterruptedProvider(database, { held, onAsked: () => undefined }),
  });
});
afterAll(() => service.stop());

/** The steps of another process, one by one, so that it can die after each. */
function anotherProcess() {
  const unitOfWork = createUnitOfWork(service.database);
  const sandbox = createSandboxProvider({ ledger: service.database, slowMs: 0 });
  const nobody = () => undefined;
  const parts = {
    clock,
    timeoutMs: 5_000,
    giveUpAfterMs: 300_000,
    logger: createLogger({ service: 'died', level: 'silent' }),
  };
  const charging = (uow: UnitOfWork) =>
    createChargePayments({ ...parts, queue: createPaymentQueue(service.database), unitOfWork: uow, provider: sandbox });
  const refunding = (uow: UnitOfWork) =>
    createSettleRefunds({ ...parts, queue: createRefundQueue(service.database), unitOfWork: uow, provider: sandbox });
  return {
    commands: createTakeCommands({
      payments: createPaymentRepository(service.database),
      unitOfWork,
      clock,
      onChargeDue: nobody,
      onRefundDue: nobody,
    }),
    charging: charging(unitOfWork),
    dyingBeforeCommit: charging((work) =>
      unitOfWork(async (transaction) => {
        await work(transaction);
        throw new Error('the process died before its commit');
      }),
    ),
    dyingAfterCommit: charging(async (work) => {
      await unitOfWork(work);
      throw new Error('the process died after its commit');
    }),
    refunding: refunding(unitOfWork),
    refundDyingBeforeCommit: refunding((work) =>
      unitOfWork(async (transaction) => {
        await work(transaction);
        throw new Error('the process died before its commit');
      }),
    ),
  };
}

const signal = new AbortController().signal;

async function expectOneCharge({ orderId }: ChargeData): Promise<void> {
  await vi.waitFor(() => expect(told(service, orderId).captured).toHaveLength(1), PATIENCE);
  expect((await ledgerOf(service, orderId)).map(({ status }) => status)).toEqual(['CAPTURED']);
  expect(await invoicesOf(service, orderId)).toHaveLength(1);
  // A second event of the same order would have left with or before a later order's.
  await capturedOrder(service);
  expect(told(service, orderId).captured).toHaveLength(1);
}

const claimRunsOut = (): void => {
  now += CLAIM_MS;
  service.app.charges.wake();
  service.app.refunds.wake();
};

describe('a process that dies while it charges', () => {
  it('after it wrote the command down, leaves the charge to the next sweep', async () => {
    const command = chargeOf();
    await anotherProcess().commands.charge(command);
    service.app.charges.wake();
    await expectOneCharge(command);
  });

  it('before it asks, is waited for until its claim runs out', async () => {
    const command = chargeOf();
    const { commands, charging } = anotherProcess();
    await commands.charge(command);
    expect(await charging.claim(10)).toHaveLength(1);
    expect(await charging.claim(10)).toEqual([]);
    now += CLAIM_MS - 1;
    expect(await charging.claim(10)).toEqual([]);
    now += 1;
    service.app.charges.wake();
    await expectOneCharge(command);
  });

  it('after the provider captured, has charged once', async () => {
    const command = chargeOf();
    const { commands, dyingBeforeCommit } = anotherProcess();
    await commands.charge(command);
    const [payment] = await dyingBeforeCommit.claim(1);
    await expect(dyingBeforeCommit.perform(payment!, signal)).rejects.toThrow('before its commit');
    expect(await paymentOf(service, command.orderId)).toMatchObject({ status: 'PENDING', invoice: null });
    expect((await ledgerOf(service, command.orderId)).map(({ status }) => status)).toEqual(['CAPTURED']);
    claimRunsOut();
    await expectOneCharge(command);
  });

  it('after its commit, has told of the charge once', async () => {
    const command = chargeOf();
    const { commands, dyingAfterCommit } = anotherProcess();
    await commands.charge(command);
    const [payment] = await dyingAfterCommit.claim(1);
    await expect(dyingAfterCommit.perform(payment!, signal)).rejects.toThrow('after its commit');
    await service.publish(charge, command);
    claimRunsOut();
    await expectOneCharge(command);
  });

  it('and comes back to life beside its successor, has charged and told once', async () => {
    const command = chargeOf();
    const { commands, charging } = anotherProcess();
    await commands.charge(command);
    const [payment] = await charging.claim(1);
    now += CLAIM_MS;
    service.app.charges.wake();
    await Promise.all([charging.perform(payment!, signal), charging.perform(payment!, signal)]);
    await expectOneCharge(command);
  });
});

describe('a process that dies while it refunds', () => {
  it('after the provider gave the money back, has given it back and told of it once', async () => {
    const orderId = await capturedOrder(service, 10_000);
    const { commands, refundDyingBeforeCommit } = anotherProcess();
    await commands.refund(newId(), orderId, 'CANCELLED_BY_CUSTOMER');
    const [pending] = await refundDyingBeforeCommit.claim(1);
    await expect(refundDyingBeforeCommit.perform(pending!, signal)).rejects.toThrow('before its commit');
    expect(told(service, orderId).refunded).toEqual([]);
    claimRunsOut();
    await vi.waitFor(() => expect(told(service, orderId).refunded).toHaveLength(1), PATIENCE);
    expect(await ledgerOf(service, orderId)).toEqual([{ status: 'CAPTURED', attempts: 1, refunded: 10_000 }]);
    expect(await paymentOf(service, orderId)).toMatchObject({ status: 'REFUNDED' });
  });

  it('before it asks, leaves the refund to be made once', async () => {
    const orderId = await capturedOrder(service, 10_000);
    const { commands, refunding } = anotherProcess();
    await commands.refund(newId(), orderId, 'CANCELLED_BY_CUSTOMER');
    expect(await refunding.claim(10)).toHaveLength(1);
    await service.publish(refund, { orderId, reason: 'CANCELLED_BY_CUSTOMER' });
    claimRunsOut();
    await vi.waitFor(() => expect(told(service, orderId).refunded).toHaveLength(1), PATIENCE);
    expect(await ledgerOf(service, orderId)).toEqual([{ status: 'CAPTURED', attempts: 1, refunded: 10_000 }]);
  });
});

describe('a provider that takes its time over some payments', () => {
  it('holds up no other', async () => {
    const waiting = Array.from({ length: 20 }, () => chargeOf('tok_held'));
    await Promise.all(waiting.map((command) => service.publish(charge, command)));
    const quick = Array.from({ length: 10 }, () => chargeOf());
    await Promise.all(quick.map((command) => service.publish(charge, command)));
    const captured = (command: ChargeData) => told(service, command.orderId).captured.length === 1;
    await vi.waitFor(() => expect(quick.every(captured)).toBe(true), PATIENCE);
    expect(waiting.some(captured)).toBe(false);
    release();
    await vi.waitFor(() => expect(waiting.every(captured)).toBe(true), PATIENCE);
  });
});

describe('invoice numbers', () => {
  it('begin anew with each year', async () => {
    now = Date.UTC(2027, 0, 1);
    const first = await capturedOrder(service);
    const second = await capturedOrder(service);
    expect([...(await invoicesOf(service, first)), ...(await invoicesOf(service, second))]).toEqual([
      '2027-000001',
      '2027-000002',
    ]);
  });

  it('grow longer after the first million of a year', async () => {
    now = Date.UTC(2028, 0, 1);
    await capturedOrder(service);
    await service.database.pool.query('update invoice_counters set last = 999999 where year = 2028');
    expect(await invoicesOf(service, await capturedOrder(service))).toEqual(['2028-1000000']);
  });
});
