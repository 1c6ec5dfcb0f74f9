import { charge, refund, refundRefused } from '@galleria/events/payments';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  ADMINISTRATOR,
  capturedOrder,
  chargeOf,
  CUSTOMER,
  ledgerOf,
  paymentOf,
  refundBy,
  startPayments,
  told,
  type PaymentsService,
} from './fixtures.ts';

let service: PaymentsService;
beforeAll(async () => void (service = await startPayments()));
afterAll(() => service.stop());

const refundedInAll = (orderId: string): number =>
  Math.max(0, ...told(service, orderId).refunded.map((data) => data.refundedInAll.amountMinor));

describe('the command to refund', () => {
  it('gives back all that is left, once, however often it is delivered', async () => {
    const orderId = await capturedOrder(service, 10_000);
    await refundBy(service, { orderId, amountMinor: 2_500 });
    const id = newId();
    await service.publish(refund, { orderId, reason: 'CANCELLED_BY_CUSTOMER' }, { id });
    await service.publish(refund, { orderId, reason: 'CANCELLED_BY_CUSTOMER' }, { id });
    await service.publish(refund, { orderId, reason: 'TIMED_OUT' });
    await vi.waitFor(() => expect(refundedInAll(orderId)).toBe(10_000), PATIENCE);
    expect(await paymentOf(service, orderId)).toMatchObject({
      status: 'REFUNDED',
      refunded: { amountMinor: 10_000, currency: 'EUR' },
      refunds: [
        { amount: { amountMinor: 2_500, currency: 'EUR' }, reason: 'broken on arrival' },
        { amount: { amountMinor: 7_500, currency: 'EUR' }, reason: 'CANCELLED_BY_CUSTOMER' },
      ],
    });
    expect(await ledgerOf(service, orderId)).toEqual([{ status: 'CAPTURED', attempts: 1, refunded: 10_000 }]);
    const { refunded } = told(service, orderId);
    expect(refunded.map(({ amount }) => amount.amountMinor).toSorted()).toEqual([2_500, 7_500]);
    expect(refunded.at(-1)).toMatchObject({
      orderId,
      orderNumber: 'G-7K3M-92QX',
      customerId: CUSTOMER.userId,
      refundedInAll: { amountMinor: 10_000, currency: 'EUR' },
    });
  });

  it('does nothing where nothing was captured', async () => {
    const declined = chargeOf('tok_declined');
    await service.publish(charge, declined);
    await vi.waitFor(() => expect(told(service, declined.orderId).declined).toHaveLength(1), PATIENCE);
    await service.publish(refund, { orderId: declined.orderId, reason: 'TIMED_OUT' });
    await service.publish(refund, { orderId: newId(), reason: 'TIMED_OUT' });
    const later = await capturedOrder(service);
    await service.publish(refund, { orderId: later, reason: 'TIMED_OUT' });
    await vi.waitFor(() => expect(refundedInAll(later)).toBe(12_900), PATIENCE);
    expect(await paymentOf(service, declined.orderId)).toMatchObject({ status: 'DECLINED', refunds: [] });
  });
});

describe('a refund that the provider refuses', () => {
  it('is owed: it is told to orders, shown with the payment, and in nobody’s hands as given back', async () => {
    const [orderId, later] = [await capturedOrder(service, 10_000), await capturedOrder(service, 10_000)];
    const id = (await paymentOf(service, orderId))?.id;
    await service.database.pool.query(
      'update sandbox_charges set refunded_minor = amount_minor where idempotency_key = $1',
      [id],
    );
    expect((await refundBy(service, { orderId })).data).toMatchObject({
      refundPayment: { payment: { status: 'REFUNDED' } },
    });
    await vi.waitFor(
      async () => expect(await paymentOf(service, orderId)).toMatchObject({ status: 'CAPTURED', refunds: [] }),
      PATIENCE,
    );
    await refundBy(service, { orderId: later });
    await vi.waitFor(() => expect(refundedInAll(later)).toBe(10_000), PATIENCE);
    expect(told(service, orderId).refunded).toEqual([]);
    const refused = service.published(refundRefused).filter(({ data }) => data.orderId === orderId);
    expect(refused.map(({ data }) => data.amount)).toEqual([{ amountMinor: 10_000, currency: 'EUR' }]);
    expect((await paymentOf(service, orderId))?.refusedRefunds).toEqual([
      { amount: { amountMinor: 10_000, currency: 'EUR' }, reason: 'broken on arrival' },
    ]);
  });
});

const SUMS = `query { _entities(representations: [{ __typename: "Invariants", id: "now" }]) {
  ... on Invariants { charges { currency capturedMinor returnedMinor refundedByHandMinor } }
} }`;

describe('what charges add up to', () => {
  it('tells what went back of orders that came to nothing from what was given back of those that stand', async () => {
    const currency = 'CHF';
    const orderOf = (amountMinor: number) => capturedOrder(service, amountMinor, { amount: { amountMinor, currency } });
    const [stands, cancelled] = [await orderOf(10_000), await orderOf(5_000)];
    const [cancelledEmpty, owed] = [await orderOf(700), await orderOf(30)];
    await refundBy(service, { orderId: stands, amountMinor: 2_500 });
    await refundBy(service, { orderId: cancelled, amountMinor: 1_000 });
    await refundBy(service, { orderId: cancelledEmpty });
    await service.database.pool.query(
      `update sandbox_charges set refunded_minor = amount_minor
       where idempotency_key = (select id::text from payments where order_id = $1)`,
      [owed],
    );
    for (const orderId of [owed, cancelledEmpty, cancelled]) {
      await service.publish(refund, { orderId, reason: 'CANCELLED_BY_CUSTOMER' });
    }
    await vi.waitFor(() => {
      expect(refundedInAll(cancelled)).toBe(5_000);
      expect(service.published(refundRefused).filter(({ data }) => data.orderId === owed)).toHaveLength(1);
    }, PATIENCE);
    const sums = async () =>
      (await service.query(SUMS, { viewer: ADMINISTRATOR })).data._entities[0].charges.find(
        (one: { readonly currency: string }) => one.currency === currency,
      );
    // The refused one is still ours, although its order came to nothing.
    await vi.waitFor(async () => {
      expect(await sums()).toEqual({
        currency,
        capturedMinor: '15730',
        returnedMinor: '5700',
        refundedByHandMinor: '2500',
      });
    }, PATIENCE);
  });
});

describe('refundPayment', () => {
  it('gives a part back, and then the rest', async () => {
    const orderId = await capturedOrder(service, 10_000);
    const part = await refundBy(service, { orderId, amountMinor: 4_000, reason: ' scratched ' });
    expect(part.data).toEqual({
      refundPayment: {
        __typename: 'PaymentRefunded',
        payment: {
          id: (await paymentOf(service, orderId))?.id,
          status: 'PARTIALLY_REFUNDED',
          refunded: { amountMinor: 4_000, currency: 'EUR' },
        },
      },
    });
    const rest = await refundBy(service, { orderId });
    expect(rest.data).toMatchObject({
      refundPayment: { payment: { status: 'REFUNDED', refunded: { amountMinor: 10_000, currency: 'EUR' } } },
    });
    await vi.waitFor(() => expect(refundedInAll(orderId)).toBe(10_000), PATIENCE);
    expect((await paymentOf(service, orderId))?.refunds.map(({ reason }) => reason)).toEqual([
      'scratched',
      'broken on arrival',
    ]);
  });

  it('is for administrators', async () => {
    const orderId = await capturedOrder(service);
    expect((await refundBy(service, { orderId }, null)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await refundBy(service, { orderId }, CUSTOMER)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await paymentOf(service, orderId)).toMatchObject({ status: 'CAPTURED' });
  });

  it('refuses more than is left, and says how much that is', async () => {
    const orderId = await capturedOrder(service, 10_000);
    await refundBy(service, { orderId, amountMinor: 4_000 });
    expect((await refundBy(service, { orderId, amountMinor: 6_001 })).data).toMatchObject({
      refundPayment: {
        __typename: 'AmountTooLarge',
        code: 'AMOUNT_TOO_LARGE',
        refundable: { amountMinor: 6_000, currency: 'EUR' },
      },
    });
  });

  it('refuses where nothing is left, was captured, or is known', async () => {
    const orderId = await capturedOrder(service);
    await refundBy(service, { orderId });
    const declined = chargeOf('tok_declined');
    await service.publish(charge, declined);
    await vi.waitFor(() => expect(told(service, declined.orderId).declined).toHaveLength(1), PATIENCE);
    for (const unrefundable of [orderId, declined.orderId, newId(), 'no-id']) {
      expect((await refundBy(service, { orderId: unrefundable })).data).toMatchObject({
        refundPayment: { __typename: 'NotRefundable', code: 'NOT_REFUNDABLE' },
      });
    }
  });

  it.each([
    { amountMinor: 0 },
    { amountMinor: -1 },
    { reason: ' ' },
    { reason: 'a'.repeat(201) },
    { idempotencyKey: '1234567' },
    { idempotencyKey: 'k'.repeat(101) },
  ])('refuses %o', async (input) => {
    const orderId = await capturedOrder(service);
    expect((await refundBy(service, { orderId, ...input })).data).toMatchObject({
      refundPayment: { __typename: 'InvalidRefund', code: 'INVALID_REFUND' },
    });
  });

  it('gives the first answer again to the same key, five at once', async () => {
    const orderId = await capturedOrder(service, 10_000);
    const input = { orderId, amountMinor: 3_000, idempotencyKey: newId() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => refundBy(service, input)));
    for (const { data } of answers) {
      expect(data).toMatchObject({ refundPayment: { payment: { refunded: { amountMinor: 3_000, currency: 'EUR' } } } });
    }
    await vi.waitFor(() => expect(refundedInAll(orderId)).toBe(3_000), PATIENCE);
    expect((await paymentOf(service, orderId))?.refunds).toHaveLength(1);
  });

  it('gives a refusal again to the same key, although it could be granted by now', async () => {
    const unpaid = chargeOf();
    const input = { orderId: unpaid.orderId, idempotencyKey: newId() };
    expect((await refundBy(service, input)).data).toMatchObject({ refundPayment: { code: 'NOT_REFUNDABLE' } });
    await service.publish(charge, unpaid);
    await vi.waitFor(() => expect(told(service, unpaid.orderId).captured).toHaveLength(1), PATIENCE);
    expect((await refundBy(service, input)).data).toMatchObject({ refundPayment: { code: 'NOT_REFUNDABLE' } });
  });

  it('refuses a key that came with other input, unless it is another administrator’s', async () => {
    const [orderId, other] = [await capturedOrder(service), await capturedOrder(service)];
    const idempotencyKey = newId();
    await refundBy(service, { orderId, amountMinor: 100, idempotencyKey });
    for (const input of [
      { orderId: other, amountMinor: 100 },
      { orderId, amountMinor: 101 },
      { orderId },
      { orderId, amountMinor: 100, reason: 'other' },
    ]) {
      expect((await refundBy(service, { ...input, idempotencyKey })).data).toMatchObject({
        refundPayment: { __typename: 'IdempotencyKeyReused', code: 'IDEMPOTENCY_KEY_REUSED' },
      });
    }
    const colleague = { ...ADMINISTRATOR, userId: newId() };
    expect((await refundBy(service, { orderId: other, idempotencyKey }, colleague)).data).toMatchObject({
      refundPayment: { __typename: 'PaymentRefunded' },
    });
  });

  it('never gives back more than was captured, when many race, and tells the others so', async () => {
    const orderId = await capturedOrder(service, 10_000);
    const [answers] = await Promise.all([
      Promise.all(Array.from({ length: 30 }, () => refundBy(service, { orderId, amountMinor: 3_000 }))),
      service.publish(refund, { orderId, reason: 'CANCELLED_BY_CUSTOMER' }),
    ]);
    await vi.waitFor(() => expect(refundedInAll(orderId)).toBe(10_000), PATIENCE);
    // Without the lock the CHECK would stop them too, as errors that nobody expected.
    expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
    const granted = answers.filter(({ data }) => data.refundPayment.__typename === 'PaymentRefunded');
    expect(granted.length).toBeLessThanOrEqual(3);
    expect(await paymentOf(service, orderId)).toMatchObject({ status: 'REFUNDED', refunded: { amountMinor: 10_000 } });
    expect(await ledgerOf(service, orderId)).toEqual([{ status: 'CAPTURED', attempts: 1, refunded: 10_000 }]);
  });

  it('could not give back more than was captured even without its lock: the database refuses', async () => {
    const orderId = await capturedOrder(service, 10_000);
    const addRefunded = (amountMinor: number) =>
      service.database.pool.query('update payments set refunded_minor = refunded_minor + $2 where order_id = $1', [
        orderId,
        amountMinor,
      ]);
    await expect(addRefunded(10_001)).rejects.toMatchObject({ constraint: 'payments_refunded_within_amount' });
    await expect(addRefunded(-1)).rejects.toMatchObject({ constraint: 'payments_refunded_within_amount' });
  });
});
