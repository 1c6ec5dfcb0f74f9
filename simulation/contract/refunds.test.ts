import { refundRefused } from '@galleria/events/payments';
import { newId } from '@galleria/kit/identifiers';
import { describe, expect, it } from 'vitest';
import { without } from './service-under-test.ts';
import { AT, IMPLEMENTATIONS, minutesLater, newPayment, newRefund, ORIGIN } from './payments-under-test.ts';

type Under = Awaited<ReturnType<(typeof IMPLEMENTATIONS)[number][1]>>;

/** A payment of CHF 10 that was captured. */
async function captured({ unitOfWork, others }: Under, changes: Parameters<typeof newPayment>[0] = {}) {
  const payment = newPayment(changes);
  await others.payments.insert(payment, ORIGIN);
  const settlement = { status: 'CAPTURED', reference: `ch of ${payment.id}` } as const;
  await unitOfWork(({ payments }) => payments.settle(payment.id, settlement, AT));
  return payment;
}

describe.each(IMPLEMENTATIONS)('refunds %s', (_name, start) => {
  describe('a refund', () => {
    it('ends once, with what is told of it, and counts from then on', async () => {
      const under = await start();
      const payment = await captured(under);
      const refund = newRefund(payment.id, 300);
      await under.unitOfWork(({ refunds }) => refunds.insert(refund, ORIGIN));
      const settled = () => under.unitOfWork(({ refunds }) => refunds.settledMinor(payment.id));
      expect(await settled()).toBe(0);
      const { orderId, orderNumber, customerId, currency } = payment;
      const told = without(refund, 'createdAt');
      const end = (id: string) => under.unitOfWork(({ refunds }) => refunds.end(id, `re of ${id}`, AT));
      expect(await end(refund.id)).toEqual({ ...told, ...ORIGIN, orderId, orderNumber, customerId, currency });
      expect(await end(refund.id)).toBeNull();
      expect(await end(newId())).toBeNull();
      expect(await settled()).toBe(300);
    });

    it('that is refused counts for nothing, and has ended', async () => {
      const under = await start();
      const payment = await captured(under);
      const refund = newRefund(payment.id);
      await under.unitOfWork(({ refunds }) => refunds.insert(refund, ORIGIN));
      expect(await under.others.refunds.isEnded(refund.id, null)).toBe(false);
      expect(await under.unitOfWork(({ refunds }) => refunds.end(refund.id, null, AT))).toMatchObject({
        ...{ id: refund.id },
      });
      expect(await under.others.refunds.isEnded(refund.id, null)).toBe(true);
      expect(await under.unitOfWork(({ refunds }) => refunds.end(refund.id, 're_late', AT))).toBeNull();
      expect(await under.unitOfWork(({ refunds }) => refunds.settledMinor(payment.id))).toBe(0);
    });

    it('ends once, whoever brings the news at once', async () => {
      const under = await start();
      const refund = newRefund((await captured(under)).id);
      await under.unitOfWork(({ refunds }) => refunds.insert(refund, ORIGIN));
      const end = () => under.unitOfWork(({ refunds }) => refunds.end(refund.id, 're_once', AT));
      const outcomes = await Promise.all([end(), end(), end()]);
      expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1);
    });

    it('has an id, a payment, an amount and a reason of 1 to 200 letters', async () => {
      const under = await start();
      const payment = await captured(under);
      const refund = newRefund(payment.id);
      await under.unitOfWork(({ refunds }) => refunds.insert(refund, ORIGIN));
      const wrong = { ...newRefund(payment.id), id: refund.id };
      for (const one of [
        wrong,
        newRefund(newId()),
        newRefund(payment.id, 0),
        { ...newRefund(payment.id), reason: '' },
        { ...newRefund(payment.id), reason: 'x'.repeat(201) },
      ]) {
        await expect(under.unitOfWork(({ refunds }) => refunds.insert(one, ORIGIN))).rejects.toThrow();
      }
    });

    it('has a name at the provider that no other has', async () => {
      const under = await start();
      const payment = await captured(under);
      const [one, other] = [newRefund(payment.id), newRefund(payment.id)];
      await under.unitOfWork(async ({ refunds }) => {
        await refunds.insert(one, ORIGIN);
        await refunds.insert(other, ORIGIN);
        await refunds.end(one.id, 're_1', AT);
      });
      await expect(under.unitOfWork(({ refunds }) => refunds.end(other.id, 're_1', AT))).rejects.toThrow();
    });

    it('that was made at the provider by hand is known once, by its name there', async () => {
      const under = await start();
      const payment = await captured(under);
      const insert = () =>
        under.unitOfWork(({ refunds }) =>
          refunds.insertSettled({ ...newRefund(payment.id, 250), reference: 're_by_hand' }, ORIGIN),
        );
      const outcomes = await Promise.all([insert(), insert()]);
      const [told, ...others] = outcomes.filter((outcome) => outcome !== null);
      expect(others).toEqual([]);
      const { orderId, orderNumber, customerId, currency } = payment;
      const refund = without(newRefund(payment.id, 250), 'createdAt', 'id');
      expect(told).toEqual({
        ...{ ...refund, ...ORIGIN, orderId, orderNumber, customerId, currency },
        id: expect.any(String) as string,
      });
      expect(await under.unitOfWork(({ refunds }) => refunds.settledMinor(payment.id))).toBe(250);
      expect(await under.others.refunds.isEnded(null, 're_by_hand')).toBe(true);
      expect(await under.others.refunds.isEnded(null, 're_other')).toBe(false);
      expect(await under.others.refunds.isEnded(null, null)).toBe(false);
    });
  });

  it('are given to one who asks the provider, the one that is due longest first', async () => {
    const under = await start();
    const payment = await captured(under);
    const [first, second] = [newRefund(payment.id), { ...newRefund(payment.id), createdAt: minutesLater(1) }];
    await under.unitOfWork(async ({ refunds }) => {
      await refunds.insert(second, ORIGIN);
      await refunds.insert(first, ORIGIN);
    });
    const claim = (now: number, limit: number) =>
      under.others.refunds.claim({ now: minutesLater(now), until: minutesLater(now + 2), limit });
    const asked = without(first, 'reason', 'createdAt');
    expect(await claim(1, 1)).toEqual([
      { ...asked, ...ORIGIN, orderId: payment.orderId, attempts: 1, chargeReference: `ch of ${payment.id}` },
    ]);
    expect((await claim(1, 9)).map(({ id }) => id)).toEqual([second.id]);
    expect(await claim(1, 9)).toEqual([]);
    await under.others.refunds.postpone(second.id, minutesLater(1));
    expect((await claim(1, 9)).map(({ id, attempts }) => ({ id, attempts }))).toEqual([{ id: second.id, attempts: 2 }]);
    await under.unitOfWork(({ refunds }) => refunds.end(first.id, 're_1', AT));
    await under.others.refunds.postpone(first.id, AT);
    expect((await claim(9, 9)).map(({ id }) => id)).toEqual([second.id]);
  });

  describe('a request to refund', () => {
    const key = () => ({ requestedBy: newId(), idempotencyKey: newId() });
    const answer = { kind: 'refunded', paymentId: newId() } as const;

    it('gets its first answer again, with what was asked then', async () => {
      const { unitOfWork } = await start();
      const own = key();
      const begin = (inputDigest: string, by = own) =>
        unitOfWork(({ refundRequests }) => refundRequests.begin({ ...by, inputDigest, now: AT }));
      const first = await unitOfWork(async ({ refundRequests }) => {
        const earlier = await refundRequests.begin({ ...own, inputDigest: 'one', now: AT });
        await refundRequests.finish({ ...own, answer });
        return earlier;
      });
      expect(first).toBeNull();
      expect(await begin('other')).toEqual({ inputDigest: 'one', answer });
      expect(await begin('one', { ...own, requestedBy: newId() })).toBeNull();
    });

    it('is new again where its transaction threw', async () => {
      const { unitOfWork } = await start();
      const request = { ...key(), inputDigest: 'one', now: AT };
      const failing = unitOfWork(async ({ refundRequests }) => {
        await refundRequests.begin(request);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await unitOfWork(({ refundRequests }) => refundRequests.begin(request))).toBeNull();
    });

    it('is begun by one of many at once, whose answer the others get', async () => {
      const { unitOfWork } = await start();
      const own = key();
      const ask = () =>
        unitOfWork(async ({ refundRequests }) => {
          const earlier = await refundRequests.begin({ ...own, inputDigest: 'one', now: AT });
          if (earlier === null) await refundRequests.finish({ ...own, answer });
          return earlier?.answer ?? 'first';
        });
      const outcomes = await Promise.all([ask(), ask(), ask()]);
      expect(outcomes.filter((outcome) => outcome === 'first')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome !== 'first')).toEqual([answer, answer]);
    });
  });

  describe('what is personal', () => {
    it('goes from payments, invoices and refunds of a customer who is erased, and from no other', async () => {
      const under = await start();
      const pending = newPayment();
      const { customerId } = pending;
      await under.others.payments.insert(pending, ORIGIN);
      const paid = await captured(under, { customerId });
      const others = await captured(under);
      await under.unitOfWork(async ({ invoices, refunds, customers, erasure }) => {
        for (const payment of [paid, others]) {
          const { id: paymentId, orderNumber, currency, billTo, lines } = payment;
          const about = { paymentId, customerId: payment.customerId, orderNumber, currency, billTo };
          await invoices.issue({ ...about, issuedAt: AT, totalMinor: 1_000, lines: lines ?? [] });
          await refunds.insert({ ...newRefund(paymentId), reason: 'Ada was unhappy' }, ORIGIN);
        }
        await refunds.insert({ ...newRefund(paid.id), createdAt: minutesLater(1) }, ORIGIN);
        await customers.markErased(customerId, AT);
        await erasure.pseudonymise(customerId);
      });
      const nothing = (orderId: string) => [orderId, null, null];
      expect(await under.others.look(pending.id)).toMatchObject({ billTo: [], requests: nothing(pending.orderId) });
      expect(await under.others.look(paid.id)).toMatchObject({
        ...{ invoiceBillTo: [], reasons: ['ERASED', 'CANCELLED'] },
        requests: [paid, paid, paid].flatMap(({ orderId }) => nothing(orderId)),
      });
      const whole = [ORIGIN.correlationId, ORIGIN.causationId, ORIGIN.traceparent];
      expect(await under.others.look(others.id)).toMatchObject({
        ...{ invoiceBillTo: others.billTo, reasons: ['Ada was unhappy'], requests: [...whole, ...whole] },
      });
    });

    it('goes from what is still to be told of refunds, and a code of the saga stays', async () => {
      const { unitOfWork, connectOutbox, ...under } = await start();
      const payment = await captured({ unitOfWork, connectOutbox, ...under });
      const other = await captured({ unitOfWork, connectOutbox, ...under });
      await unitOfWork(async ({ outbox }) => {
        for (const [{ id: paymentId, orderId, customerId }, reason] of [
          [payment, 'Ada was unhappy'],
          [payment, 'ACCOUNT_ERASED'],
          [other, 'Bob was unhappy'],
        ] as const) {
          const amount = { amountMinor: 1, currency: 'CHF' };
          await outbox.add(refundRefused, { paymentId, orderId, customerId, refundId: newId(), amount, reason });
        }
      });
      await unitOfWork(({ erasure }) => erasure.pseudonymise(payment.customerId));
      const rows = await (await connectOutbox()).unsent(9, []);
      const reasons = rows.map(({ payload }) => (JSON.parse(payload) as { reason: string }).reason);
      expect(reasons).toEqual(['ERASED', 'ACCOUNT_ERASED', 'Bob was unhappy']);
    });

    it('is not kept of a charge that comes after the erasure', async () => {
      const under = await start();
      const payment = newPayment();
      await under.unitOfWork(({ customers }) => customers.markErased(payment.customerId, AT));
      await under.others.payments.insert(payment, ORIGIN);
      expect(await under.others.look(payment.id)).toMatchObject({ requests: [payment.orderId, null, null] });
      const settlement = { status: 'CAPTURED', reference: 'ch_1' } as const;
      expect(await under.unitOfWork(({ payments }) => payments.settle(payment.id, settlement, AT))).toMatchObject({
        billTo: [],
      });
    });

    it('is known to be unwanted of a customer who is erased, and of no other', async () => {
      const { unitOfWork } = await start();
      const [erased, other] = [newId(), newId()];
      const isErased = (id: string) => unitOfWork(({ customers }) => customers.isErased(id));
      expect([await isErased(erased), await isErased(other)]).toEqual([false, false]);
      await unitOfWork(({ customers }) => customers.markErased(erased, AT));
      expect([await isErased(erased), await isErased(other)]).toEqual([true, false]);
    });

    it('of a language is what the highest version of an account told, and nothing once it is erased', async () => {
      const under = await start();
      const payment = newPayment();
      await under.others.payments.insert(payment, ORIGIN);
      const localeAfter = async (locale: 'en' | 'de', version: number) => {
        await under.unitOfWork(({ customers }) => customers.learnLocale(payment.customerId, locale, version));
        return (await under.others.look(payment.id)).locale;
      };
      expect(await localeAfter('de', 2)).toBe('de');
      expect(await localeAfter('en', 1)).toBe('de');
      expect(await localeAfter('en', 2)).toBe('en');
      await under.unitOfWork(({ customers }) => customers.markErased(payment.customerId, AT));
      expect(await localeAfter('de', 3)).toBeNull();
    });
  });
});
