import { newId } from '@galleria/kit/identifiers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ADMINISTRATOR,
  capturedOrder,
  CUSTOMER,
  paymentOf,
  paymentsOf,
  refundBy,
  startPayments,
  STRANGER,
  type PaymentsService,
} from './fixtures.ts';

let service: PaymentsService;
beforeAll(async () => void (service = await startPayments()));
afterAll(() => service.stop());

describe('the payment of an order', () => {
  it('is seen by its customer and by administrators, and by nobody else', async () => {
    const orderId = await capturedOrder(service);
    expect(await paymentOf(service, orderId, CUSTOMER)).toMatchObject({ status: 'CAPTURED' });
    expect(await paymentOf(service, orderId, ADMINISTRATOR)).toMatchObject({ status: 'CAPTURED' });
    expect(await paymentOf(service, orderId, STRANGER)).toBeNull();
    expect(await paymentOf(service, orderId, null)).toBeNull();
  });

  it('is found by its own id by the same people', async () => {
    const id = (await paymentOf(service, await capturedOrder(service)))?.id;
    const find = async (viewer: typeof CUSTOMER | null) => {
      const variables = { representations: [{ __typename: 'Payment', id }] };
      const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Payment { id } } }`;
      return (await service.query(document, { variables, viewer })).data as unknown;
    };
    expect(await find(CUSTOMER)).toEqual({ _entities: [{ id }] });
    expect(await find(ADMINISTRATOR)).toEqual({ _entities: [{ id }] });
    expect(await find(STRANGER)).toEqual({ _entities: [null] });
    expect(await find(null)).toEqual({ _entities: [null] });
  });

  it.each([newId(), 'no-id'])('is null for the order %s', async (orderId) => {
    expect(await paymentOf(service, orderId, ADMINISTRATOR)).toBeNull();
  });

  it('is loaded in one query for all orders of a page, and its refunds and invoices in one each', async () => {
    const orderIds = await Promise.all(Array.from({ length: 8 }, () => capturedOrder(service)));
    await Promise.all(orderIds.map((orderId) => refundBy(service, { orderId, amountMinor: 100 })));
    const cost = (ids: readonly string[]) =>
      service.queryCount(async () => {
        const payments = await paymentsOf(service, ids);
        expect(payments.map((payment) => payment?.refunds.length)).toEqual(ids.map(() => 1));
      });
    expect(await cost(orderIds.slice(0, 1))).toBe(3);
    expect(await cost(orderIds)).toBe(3);
    expect(await service.queryCount(() => paymentsOf(service, orderIds, null))).toBe(0);
  });
});
