import { newId } from '@galleria/kit/identifiers';
import { describe, expect, it } from 'vitest';
import { without } from './service-under-test.ts';
import { AT, IMPLEMENTATIONS, minutesLater, newPayment, newRefund, ORIGIN } from './payments-under-test.ts';
import { itIsAUnitOfWork } from './unit-of-work-contract.ts';

const CAPTURED = { status: 'CAPTURED', reference: 'ch_1' } as const;

describe.each(IMPLEMENTATIONS)('payments %s', (_name, start) => {
  itIsAUnitOfWork('payments', start, ({ refunds }) =>
    refunds.insertSettled({ ...newRefund(newId()), reference: 're_1', amountMinor: 0 }, ORIGIN),
  );

  describe('a payment', () => {
    it('begins as one that is to be made at once', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      const shown = without(payment, 'lines', 'billTo', 'paymentToken');
      const pending = { ...shown, status: 'PENDING', reason: null, refundedMinor: 0 };
      expect(await unitOfWork(({ payments }) => payments.lock(payment.id))).toEqual(pending);
      expect(await unitOfWork(({ payments }) => payments.lockByOrder(payment.orderId))).toEqual(pending);
      expect(await unitOfWork(({ payments }) => payments.lock(newId()))).toBeNull();
      expect(await unitOfWork(({ payments }) => payments.lockByOrder(newId()))).toBeNull();
      const { cancelReason, amountMinor, currency } = { ...payment, cancelReason: null };
      expect(await others.charges.pending(payment.id)).toEqual({ cancelReason, amountMinor, currency });
    });

    it('is the one of its order: another changes nothing', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment();
      const twins = Array.from({ length: 3 }, () => newPayment({ orderId: payment.orderId, amountMinor: 1 }));
      await others.payments.insert(payment, ORIGIN);
      await Promise.all(twins.map((twin) => others.payments.insert(twin, ORIGIN)));
      expect(await unitOfWork(({ payments }) => payments.lockByOrder(payment.orderId))).toMatchObject({
        ...{ id: payment.id, amountMinor: payment.amountMinor },
      });
    });

    it('has an id of its own, and no amount below nothing', async () => {
      const { others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      await expect(others.payments.insert(newPayment({ id: payment.id }), ORIGIN)).rejects.toThrow();
      await expect(others.payments.insert(newPayment({ amountMinor: -1 }), ORIGIN)).rejects.toThrow();
    });

    it('ends once, with what is told of it, and is pending no more', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      const settle = () => unitOfWork(({ payments }) => payments.settle(payment.id, CAPTURED, AT));
      const told = without(payment, 'createdAt', 'paymentToken');
      expect(await settle()).toEqual({ ...told, ...ORIGIN });
      expect(await settle()).toBeNull();
      expect(await unitOfWork(({ payments }) => payments.settle(newId(), CAPTURED, AT))).toBeNull();
      expect(await unitOfWork(({ payments }) => payments.lock(payment.id))).toMatchObject({
        ...{ status: 'CAPTURED', reason: null },
      });
      expect(await others.charges.pending(payment.id)).toBeNull();
    });

    it('that is declined says why', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      const declined = { status: 'DECLINED', reason: 'NO_MONEY' } as const;
      await unitOfWork(({ payments }) => payments.settle(payment.id, declined, AT));
      expect(await unitOfWork(({ payments }) => payments.lock(payment.id))).toMatchObject(declined);
    });

    it('ends once, whoever brings the news at once', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      const settle = () => unitOfWork(({ payments }) => payments.settle(payment.id, CAPTURED, AT));
      const outcomes = await Promise.all([settle(), settle(), settle()]);
      expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1);
    });

    it('is pending as before when the transaction that ended it throws', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      const failing = unitOfWork(async ({ payments }) => {
        await payments.settle(payment.id, CAPTURED, AT);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await others.charges.pending(payment.id)).not.toBeNull();
    });

    it('is called off at once where nobody was asked for it', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      await unitOfWork(({ payments }) => payments.cancel(payment.orderId, 'TIMED_OUT', AT));
      await unitOfWork(({ payments }) => payments.cancel(newId(), 'TIMED_OUT', AT));
      expect(await unitOfWork(({ payments }) => payments.lock(payment.id))).toMatchObject({
        ...{ status: 'CANCELLED', reason: 'TIMED_OUT' },
      });
      expect(await others.charges.claim({ now: minutesLater(9), until: minutesLater(10), limit: 9 })).toEqual([]);
    });

    it('is to be called off where the provider may have been asked, and stays as it ended where it has', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      await others.charges.claim({ now: AT, until: minutesLater(1), limit: 9 });
      const cancel = () => unitOfWork(({ payments }) => payments.cancel(payment.orderId, 'TIMED_OUT', AT));
      await cancel();
      expect(await others.charges.pending(payment.id)).toMatchObject({ cancelReason: 'TIMED_OUT' });
      expect(await unitOfWork(({ payments }) => payments.lock(payment.id))).toMatchObject({
        status: 'PENDING',
        reason: null,
      });
      const [claimed] = await others.charges.claim({ now: minutesLater(1), until: minutesLater(2), limit: 9 });
      expect(claimed).toMatchObject({ cancelReason: 'TIMED_OUT', paymentToken: payment.paymentToken });
      await unitOfWork(({ payments }) => payments.settle(payment.id, CAPTURED, AT));
      await cancel();
      expect(await unitOfWork(({ payments }) => payments.lock(payment.id))).toMatchObject({ status: 'CAPTURED' });
    });

    it('gives back no more than was captured, and no less than nothing, and only what was captured', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      const add = (amountMinor: number) => unitOfWork(({ payments }) => payments.addRefunded(payment.id, amountMinor));
      await expect(add(1)).rejects.toThrow();
      await unitOfWork(({ payments }) => payments.settle(payment.id, CAPTURED, AT));
      await add(payment.amountMinor);
      await expect(add(1)).rejects.toThrow();
      await add(-payment.amountMinor);
      await expect(add(-1)).rejects.toThrow();
      await add(7);
      await unitOfWork(({ payments }) => payments.addRefunded(newId(), 7));
      expect(await unitOfWork(({ payments }) => payments.lock(payment.id))).toMatchObject({ refundedMinor: 7 });
    });

    it('is promised back to as many at once as there is enough for', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment({ amountMinor: 1_000 });
      await others.payments.insert(payment, ORIGIN);
      await unitOfWork(({ payments }) => payments.settle(payment.id, CAPTURED, AT));
      const promise = () => unitOfWork(({ payments }) => payments.addRefunded(payment.id, 400));
      const outcomes = await Promise.allSettled([promise(), promise(), promise()]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    });

    it('keeps the first time that its order came to nothing', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      for (const at of [minutesLater(1), minutesLater(2)]) {
        await unitOfWork(({ payments }) => payments.reverse(payment.id, at));
      }
      expect(await others.look(payment.id)).toMatchObject({ reversedAt: minutesLater(1) });
    });
  });

  describe('the queue of charges', () => {
    it('gives what is due, the one that is due longest first, and keeps it from others for a while', async () => {
      const { others } = await start();
      const [second, first, later] = [1, 0, 5].map((minutes) => newPayment({ createdAt: minutesLater(minutes) }));
      for (const payment of [second, first, later]) {
        if (payment !== undefined) await others.payments.insert(payment, ORIGIN);
      }
      const claim = async (now: number, limit: number) => {
        const claimed = await others.charges.claim({ now: minutesLater(now), until: minutesLater(now + 2), limit });
        return claimed.map(({ id, attempts }) => ({ id, attempts }));
      };
      expect(await claim(1, 1)).toEqual([{ id: first?.id, attempts: 1 }]);
      expect(await claim(1, 9)).toEqual([{ id: second?.id, attempts: 1 }]);
      expect(await claim(1, 9)).toEqual([]);
      expect(await claim(3, 1)).toHaveLength(1);
      await others.charges.postpone(first?.id ?? '', minutesLater(9));
      expect((await claim(5, 9)).map(({ id }) => id).sort()).toEqual([second?.id, later?.id].sort());
    });

    it('gives all that asking takes, and nothing else', async () => {
      const { others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      const asked = without(payment, 'lines', 'billTo');
      expect(await others.charges.claim({ now: AT, until: minutesLater(1), limit: 1 })).toEqual([
        { ...asked, ...ORIGIN, cancelReason: null, attempts: 1 },
      ]);
    });

    it('gives a payment to one of many who ask at once', async () => {
      const { others } = await start();
      await others.payments.insert(newPayment(), ORIGIN);
      const claim = () => others.charges.claim({ now: AT, until: minutesLater(1), limit: 9 });
      expect((await Promise.all([claim(), claim(), claim()])).flat()).toHaveLength(1);
    });

    it('postpones nothing that has ended', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      await unitOfWork(({ payments }) => payments.settle(payment.id, CAPTURED, AT));
      await others.charges.postpone(payment.id, AT);
      expect(await others.charges.claim({ now: minutesLater(9), until: minutesLater(10), limit: 9 })).toEqual([]);
    });
  });

  describe('an invoice', () => {
    const invoiceOf = (payment: ReturnType<typeof newPayment>) => ({
      ...{ paymentId: payment.id, customerId: payment.customerId, issuedAt: AT, orderNumber: 'G-1' },
      ...{ totalMinor: 1_000, currency: 'CHF', lines: payment.lines ?? [], billTo: payment.billTo },
    });

    it('has the next number of its year, and one that rolls back gives its number back', async () => {
      const { unitOfWork, others } = await start();
      const payments = [newPayment(), newPayment(), newPayment()];
      for (const payment of payments) await others.payments.insert(payment, ORIGIN);
      const [first, second, third] = payments.map(invoiceOf);
      const issue = (invoice = first, thrown?: Error) =>
        unitOfWork(async ({ invoices }) => {
          if (invoice !== undefined) await invoices.issue(invoice);
          if (thrown !== undefined) throw thrown;
        });
      await issue(first);
      await expect(issue(second, new Error('no'))).rejects.toThrow('no');
      await issue(third);
      await unitOfWork(({ invoices }) =>
        invoices.issue({ ...(second ?? invoiceOf(newPayment())), issuedAt: new Date('2027-01-01T00:00:00Z') }),
      );
      const numbers = await Promise.all(payments.map(async ({ id }) => (await others.look(id)).invoice));
      expect(numbers).toEqual(['2026-000001', '2027-000001', '2026-000002']);
    });

    it('is the one of its payment, which is there', async () => {
      const { unitOfWork, others } = await start();
      const payment = newPayment();
      await others.payments.insert(payment, ORIGIN);
      await unitOfWork(({ invoices }) => invoices.issue(invoiceOf(payment)));
      for (const invoice of [invoiceOf(payment), invoiceOf(newPayment())]) {
        await expect(unitOfWork(({ invoices }) => invoices.issue(invoice))).rejects.toThrow();
      }
    });
  });

  it('takes a webhook’s event once, of each provider', async () => {
    const { unitOfWork } = await start();
    const eventId = newId();
    const accept = (provider: string) =>
      unitOfWork(({ providerEvents }) => providerEvents.accept(provider, eventId, AT));
    const outcomes = await Promise.all([accept('one'), accept('one'), accept('other')]);
    expect(outcomes.filter((isNew) => isNew)).toHaveLength(2);
    expect(await accept('one')).toBe(false);
  });
});
