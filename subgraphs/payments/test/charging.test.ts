import { charge, paymentCaptured } from '@galleria/events/payments';
import { newId } from '@galleria/kit/identifiers';
import { createLogger } from '@galleria/kit/logger';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSandboxProvider } from '../src/clients/sandbox-provider.ts';
import { createPaymentQueue } from '../src/repository/payment-queue.ts';
import { createPaymentRepository } from '../src/repository/payment-repository.ts';
import { createUnitOfWork } from '../src/repository/unit-of-work.ts';
import { createChargePayments } from '../src/service/charge-payments.ts';
import { createTakeCommands } from '../src/service/take-commands.ts';
import { chargeOf, invoicesOf, ledgerOf, paymentOf, startPayments, told, type PaymentsService } from './fixtures.ts';

let service: PaymentsService;
beforeAll(async () => void (service = await startPayments()));
afterAll(() => service.stop());

const settled = (orderId: string): number =>
  told(service, orderId).captured.length + told(service, orderId).declined.length;

describe('charge', () => {
  it('captures the money, issues an invoice and tells of it under the correlation id of the command', async () => {
    const command = chargeOf();
    const commandId = await service.publish(charge, command);
    await vi.waitFor(() => expect(settled(command.orderId)).toBe(1), PATIENCE);
    const payment = await paymentOf(service, command.orderId);
    expect(payment).toMatchObject({
      status: 'CAPTURED',
      reason: null,
      amount: command.amount,
      refunded: { amountMinor: 0, currency: 'EUR' },
      refunds: [],
      invoice: { number: expect.stringMatching(/^\d{4}-\d{6}$/) as string },
    });
    expect(told(service, command.orderId).captured).toEqual([
      { paymentId: payment?.id, orderId: command.orderId, customerId: command.customerId, amount: command.amount },
    ]);
    const [event] = service.published(paymentCaptured).filter(({ data }) => data.orderId === command.orderId);
    const [sent] = service.published(charge).filter(({ id }) => id === commandId);
    expect(event).toMatchObject({ correlationId: sent?.correlationId, causationId: commandId });
  });

  it.each([
    ['tok_declined', 'PAYMENT_DECLINED'],
    ['tok_insufficient_funds', 'INSUFFICIENT_FUNDS'],
    ['tok_of_nobody', 'INVALID_PAYMENT_TOKEN'],
    ['constructor', 'INVALID_PAYMENT_TOKEN'],
  ])('with %s is declined as %s', async (token, reason) => {
    const command = chargeOf(token);
    await service.publish(charge, command);
    await vi.waitFor(() => expect(settled(command.orderId)).toBe(1), PATIENCE);
    const payment = await paymentOf(service, command.orderId);
    expect(payment).toMatchObject({ status: 'DECLINED', reason, invoice: null });
    expect(told(service, command.orderId).declined).toEqual([
      { paymentId: payment?.id, orderId: command.orderId, customerId: command.customerId, reason },
    ]);
  });

  it.each([0, 100_000_000])('of %d is declined without asking the provider', async (amountMinor) => {
    const command = chargeOf('tok_success', amountMinor);
    await service.publish(charge, command);
    await vi.waitFor(() => expect(settled(command.orderId)).toBe(1), PATIENCE);
    expect(told(service, command.orderId).declined[0]).toMatchObject({ reason: 'AMOUNT_OUT_OF_RANGE' });
    expect(await ledgerOf(service, command.orderId)).toEqual([]);
  });

  it('takes eight statements from the command to the captured payment, the sandbox’s own included', async () => {
    const command = { ...chargeOf(), billTo: ['Ada Lovelace'] };
    const unitOfWork = createUnitOfWork(service.database);
    const [clock, nobody] = [() => new Date(), () => undefined];
    const sandbox = createSandboxProvider({ ledger: service.database, slowMs: 0 });
    const commands = createTakeCommands({
      payments: createPaymentRepository(service.database),
      unitOfWork,
      clock,
      onChargeDue: nobody,
      onRefundDue: nobody,
    });
    const charging = createChargePayments({
      ...{ queue: createPaymentQueue(service.database), unitOfWork, provider: sandbox, clock },
      ...{ timeoutMs: 5_000, giveUpAfterMs: 300_000, logger: createLogger({ service: 'test', level: 'silent' }) },
    });
    const statements = await service.queryCount(async () => {
      await commands.charge(command);
      const [payment] = await charging.claim(1);
      await charging.perform(payment!, new AbortController().signal);
    });
    expect(await paymentOf(service, command.orderId)).toMatchObject({ status: 'CAPTURED' });
    expect(statements).toBeLessThanOrEqual(8);
  });

  it('goes on asking a provider that recovers', async () => {
    const command = chargeOf('tok_unavailable');
    await service.publish(charge, command);
    await vi.waitFor(() => expect(settled(command.orderId)).toBe(1), PATIENCE);
    expect(await ledgerOf(service, command.orderId)).toEqual([{ status: 'CAPTURED', attempts: 4, refunded: 0 }]);
    expect(told(service, command.orderId).captured).toHaveLength(1);
  });

  it('takes effect once, however often and however many at a time it is delivered', async () => {
    const command = chargeOf();
    const id = newId();
    await Promise.all([
      service.publish(charge, command, { id }),
      service.publish(charge, command, { id }),
      service.publish(charge, command),
    ]);
    await service.publish(charge, command);
    // Same key, so all of the above are handled before this order's neighbour in time is through.
    const later = chargeOf();
    await service.publish(charge, later);
    await vi.waitFor(() => expect([settled(command.orderId), settled(later.orderId)]).toEqual([1, 1]), PATIENCE);
    expect(await ledgerOf(service, command.orderId)).toEqual([{ status: 'CAPTURED', attempts: 1, refunded: 0 }]);
    expect(await invoicesOf(service, command.orderId)).toHaveLength(1);
  });

  it('does not tell a visitor from another customer: neither sees the payment', async () => {
    const command = chargeOf();
    await service.publish(charge, command);
    await vi.waitFor(() => expect(settled(command.orderId)).toBe(1), PATIENCE);
    expect(await paymentOf(service, command.orderId, null)).toBeNull();
    expect(await paymentOf(service, command.orderId, { userId: newId(), roles: ['CUSTOMER'] })).toBeNull();
  });
});

describe('invoices', () => {
  it('are numbered without a gap, with many captures and declines at once', async () => {
    const commands = Array.from({ length: 40 }, (_, index) =>
      chargeOf(index % 4 === 0 ? 'tok_declined' : 'tok_success'),
    );
    await Promise.all(commands.map((command) => service.publish(charge, command)));
    await vi.waitFor(() => expect(commands.every(({ orderId }) => settled(orderId) === 1)).toBe(true), PATIENCE);
    const { rows } = await service.database.pool.query<{ number: string }>(
      'select number from invoices order by number',
    );
    const year = new Date().getUTCFullYear();
    expect(rows.length).toBeGreaterThanOrEqual(30);
    expect(rows.map(({ number }) => number)).toEqual(
      rows.map((_, index) => `${year}-${String(index + 1).padStart(6, '0')}`),
    );
  });
});
