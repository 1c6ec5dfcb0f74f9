import { releaseStock, stockLost } from '@galleria/events/inventory';
import { orderCancelled, orderDelivered, orderShipped } from '@galleria/events/orders';
import { refund } from '@galleria/events/payments';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  ADMINISTRATOR,
  confirmedOrder,
  newCustomer,
  newOrder,
  newProduct,
  readOrder,
  startOrders,
  UNKNOWN_ID,
  untilStatus,
  type OrdersService,
} from './fixtures.ts';
import { CANCEL, DELIVER, SHIP } from './operations.ts';

let service: OrdersService;
let productId: string;
const customer = newCustomer();
beforeAll(async () => {
  service = await startOrders();
  productId = await newProduct(service);
});
afterAll(() => service.stop());

const cancel = async (orderId: string, viewer = customer) =>
  (await service.query(CANCEL, { variables: { orderId }, viewer })).data.cancelOrder;
const ship = async (orderId: string, trackingNumber: string | null = 'TRACK-1') =>
  (await service.query(SHIP, { variables: { orderId, trackingNumber }, viewer: ADMINISTRATOR })).data.shipOrder;
const deliver = async (orderId: string) =>
  (await service.query(DELIVER, { variables: { orderId }, viewer: ADMINISTRATOR })).data.deliverOrder;
const untilSent = <Data extends { orderId: string }>(contract: MessageContract<Data>, orderId: string) =>
  vi.waitFor(() => {
    const sent = service.published(contract).filter(({ data }) => data.orderId === orderId);
    expect(sent).toHaveLength(1);
    return sent[0]!.data;
  }, PATIENCE);

describe('cancelOrder', () => {
  it('gives back the money and the stock of an order that is not shipped', async () => {
    const { id } = await confirmedOrder(service, customer, productId);
    expect(await cancel(id)).toMatchObject({
      __typename: 'OrderCancelled',
      order: { id, status: 'CANCELLED', reason: 'CANCELLED_BY_CUSTOMER' },
    });
    expect(await untilSent(refund, id)).toMatchObject({ reason: 'CANCELLED_BY_CUSTOMER' });
    expect(await untilSent(releaseStock, id)).toMatchObject({ reason: 'CANCELLED_BY_CUSTOMER' });
    expect(await untilSent(orderCancelled, id)).toMatchObject({ reason: 'CANCELLED_BY_CUSTOMER' });
  });

  it('refuses an order that waits, one that ended otherwise and one that is shipped', async () => {
    const waiting = await newOrder(service, customer, productId);
    expect(await cancel(waiting.id)).toMatchObject({ __typename: 'NotCancellable', code: 'NOT_CANCELLABLE' });
    const ended = await confirmedOrder(service, customer, productId);
    await service.publish(stockLost, { orderId: ended.id, reason: 'OUT_OF_STOCK' });
    await untilStatus(service, ended.id, 'CANCELLED');
    expect(await cancel(ended.id)).toMatchObject({ code: 'NOT_CANCELLABLE' });
    const shipped = await confirmedOrder(service, customer, productId);
    await ship(shipped.id);
    expect(await cancel(shipped.id)).toMatchObject({ code: 'NOT_CANCELLABLE' });
  });

  it('does not find an unknown order, a malformed id or an order of somebody else', async () => {
    const { id } = await confirmedOrder(service, customer, productId);
    for (const orderId of [UNKNOWN_ID, 'not an id']) {
      expect(await cancel(orderId)).toMatchObject({ __typename: 'OrderNotFound', code: 'ORDER_NOT_FOUND' });
    }
    expect(await cancel(id, newCustomer())).toMatchObject({ code: 'ORDER_NOT_FOUND' });
    expect((await readOrder(service, customer, id)).status).toBe('CONFIRMED');
  });

  it('refunds once, and answers alike, however often it is asked, at the same time and later', async () => {
    const { id } = await confirmedOrder(service, customer, productId);
    const answers = await Promise.all(Array.from({ length: 5 }, () => cancel(id)));
    for (const answer of [...answers, await cancel(id)]) {
      expect(answer).toMatchObject({ __typename: 'OrderCancelled', order: { id, status: 'CANCELLED' } });
    }
    await untilSent(refund, id);
  });
});

describe('shipOrder and deliverOrder', () => {
  it('take a confirmed order to its customer', async () => {
    const { id, number } = await confirmedOrder(service, customer, productId);
    expect(await ship(id, ' TRACK-7 ')).toEqual({
      __typename: 'OrderShipped',
      order: { id, status: 'SHIPPED', trackingNumber: 'TRACK-7' },
    });
    expect(await untilSent(orderShipped, id)).toMatchObject({ number, trackingNumber: 'TRACK-7' });
    expect(await deliver(id)).toEqual({ __typename: 'OrderDelivered', order: { id, status: 'DELIVERED' } });
    expect(await untilSent(orderDelivered, id)).toMatchObject({ lines: [{ productId, quantity: 1 }] });
    expect((await readOrder(service, customer, id)).trackingNumber).toBe('TRACK-7');
  });

  it('work without a tracking number', async () => {
    const { id } = await confirmedOrder(service, customer, productId);
    expect((await ship(id, null)).order).toMatchObject({ status: 'SHIPPED', trackingNumber: null });
  });

  it('refuse an order that is not as far, or farther', async () => {
    const waiting = await newOrder(service, customer, productId);
    expect(await ship(waiting.id)).toMatchObject({ __typename: 'NotShippable', code: 'NOT_SHIPPABLE' });
    expect(await deliver(waiting.id)).toMatchObject({ __typename: 'NotDeliverable', code: 'NOT_DELIVERABLE' });
    const confirmed = await confirmedOrder(service, customer, productId);
    expect(await deliver(confirmed.id)).toMatchObject({ code: 'NOT_DELIVERABLE' });
    await ship(confirmed.id);
    expect(await ship(confirmed.id, 'TRACK-2')).toMatchObject({ code: 'NOT_SHIPPABLE' });
    expect(await ship(confirmed.id, null)).toMatchObject({ code: 'NOT_SHIPPABLE' });
    expect((await readOrder(service, customer, confirmed.id)).trackingNumber).toBe('TRACK-1');
  });

  it('ship once and answer the same, however often they are asked with one tracking number, and at the same time', async () => {
    const { id } = await confirmedOrder(service, customer, productId);
    const answers = await Promise.all(Array.from({ length: 5 }, () => ship(id, 'TRACK-9')));
    for (const answer of answers) expect(answer).toMatchObject({ order: { id, trackingNumber: 'TRACK-9' } });
    const delivered = await deliver(id);
    expect(await deliver(id)).toEqual(delivered);
    expect(await ship(id, 'TRACK-9')).toMatchObject({ __typename: 'OrderShipped', order: { status: 'DELIVERED' } });
    await untilSent(orderDelivered, id);
    await untilSent(orderShipped, id);
  });

  it.each(['', '   ', 'T'.repeat(101), '<b>1</b>', '-1', 'T\n2', 'Ü1'])(
    'refuse the tracking number "%s"',
    async (trackingNumber) => {
      const { id } = await newOrder(service, customer, productId);
      expect(await ship(id, trackingNumber)).toMatchObject({
        __typename: 'InvalidTrackingNumber',
        code: 'INVALID_TRACKING_NUMBER',
      });
    },
  );

  it('do not find an unknown order or a malformed id', async () => {
    for (const orderId of [UNKNOWN_ID, 'not an id']) {
      expect(await ship(orderId)).toMatchObject({ code: 'ORDER_NOT_FOUND' });
      expect(await deliver(orderId)).toMatchObject({ code: 'ORDER_NOT_FOUND' });
    }
  });
});

describe('who may', () => {
  it.each([SHIP, DELIVER])('ship and deliver is an administrator', async (document) => {
    const { id } = await confirmedOrder(service, customer, productId);
    const own = await service.query(document, { variables: { orderId: id }, viewer: customer });
    expect(own.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const visitor = await service.query(document, { variables: { orderId: id } });
    expect(visitor.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('cancel is the customer, not a visitor and not an administrator', async () => {
    const { id } = await confirmedOrder(service, customer, productId);
    expect(await cancel(id, ADMINISTRATOR)).toMatchObject({ code: 'ORDER_NOT_FOUND' });
    const visitor = await service.query(CANCEL, { variables: { orderId: id } });
    expect(visitor.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('cancelling and shipping at the same time', () => {
  it('lets one win and refuses the other', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { id } = await confirmedOrder(service, customer, productId);
      const both = round % 2 === 0 ? [cancel(id), ship(id)] : [ship(id), cancel(id)];
      const answers = (await Promise.all(both)).map(({ __typename }) => __typename as string).sort();
      expect([
        ['NotShippable', 'OrderCancelled'],
        ['NotCancellable', 'OrderShipped'],
      ]).toContainEqual(answers);
      const { status, timeline } = await readOrder(service, customer, id);
      expect(status).toBe(answers.includes('OrderShipped') ? 'SHIPPED' : 'CANCELLED');
      expect(timeline).toHaveLength(4);
    }
  });
});
