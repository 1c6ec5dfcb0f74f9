import {
  orderCancelled,
  orderDelivered,
  orderPaymentFailed,
  orderRejected,
  orderShipped,
} from '@galleria/events/orders';
import { paymentRefunded } from '@galleria/events/payments';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MailServer } from './mail-server.ts';
import {
  confirm,
  inbox,
  newCustomer,
  newOrder,
  register,
  startNotifications,
  viewerOf,
  type Customer,
  type NotificationsService,
} from './notifications-service.ts';

let service: NotificationsService;
let mailServer: MailServer;

beforeAll(async () => {
  ({ service, mailServer } = await startNotifications());
});
afterAll(async () => {
  await service.stop();
  await mailServer.stop();
});

const holds = (customer: Customer, count: number) =>
  vi.waitFor(async () => {
    const { page } = await inbox(service, viewerOf(customer));
    expect(page.totalCount).toBe(count);
    expect(page.nodes).toHaveLength(count);
    return page.nodes;
  }, PATIENCE);

describe('the inbox', () => {
  it('welcomes a new account', async () => {
    const ada = newCustomer();
    await register(service, ada);
    const [welcome] = await holds(ada, 1);
    expect(welcome).toMatchObject({ kind: 'WELCOME', title: 'Welcome to Galleria', readAt: null, order: null });
  });

  it('tells of everything that becomes of an order', async () => {
    const ada = newCustomer();
    const order = newOrder(ada);
    const ended = { ...order, at: '2026-01-31T12:00:01.000Z' };
    await confirm(service, ada);
    await service.publish(orderRejected, { ...ended, reason: 'OUT_OF_STOCK' });
    await service.publish(orderPaymentFailed, { ...ended, reason: 'PAYMENT_DECLINED' });
    await service.publish(orderCancelled, { ...ended, reason: 'CANCELLED_BY_CUSTOMER' });
    await service.publish(orderShipped, { ...ended, trackingNumber: 'JD0002' });
    await service.publish(orderDelivered, { ...ended, lines: [{ productId: newId(), quantity: 1 }] });
    await service.publish(paymentRefunded, {
      paymentId: newId(),
      refundId: newId(),
      orderId: order.orderId,
      orderNumber: order.number,
      customerId: ada.userId,
      amount: { amountMinor: 500, currency: 'EUR' },
      refundedInAll: { amountMinor: 500, currency: 'EUR' },
      reason: 'A scratch',
    });
    const nodes = await holds(ada, 7);
    expect(nodes.map(({ kind }) => kind).sort()).toEqual([
      'ORDER_CANCELLED',
      'ORDER_CONFIRMED',
      'ORDER_DELIVERED',
      'ORDER_REJECTED',
      'ORDER_SHIPPED',
      'PAYMENT_FAILED',
      'REFUNDED',
    ]);
    expect(nodes.find(({ kind }) => kind === 'REFUNDED')).toMatchObject({
      title: '€5.00 for order G-7K3M-92QX is on its way back',
      order: { id: order.orderId, number: 'G-7K3M-92QX' },
    });
  });

  it('pages through the newest first, and counts them all', async () => {
    const ada = newCustomer();
    for (let count = 0; count < 5; count += 1) await confirm(service, ada);
    const all = await holds(ada, 5);
    const first = await inbox(service, viewerOf(ada), { first: 3 });
    expect(first.page).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const second = await inbox(service, viewerOf(ada), { first: 3, after: first.page.pageInfo.endCursor });
    expect(second.page).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: false, hasPreviousPage: true } });
    const ids = [...first.page.nodes, ...second.page.nodes].map(({ id }) => id);
    expect(ids).toEqual(all.map(({ id }) => id));
    expect(ids).toEqual([...ids].sort().reverse());
  });

  it('leaves out what was read when only the unread is asked for', async () => {
    const ada = newCustomer();
    await confirm(service, ada);
    await confirm(service, ada);
    const [newest, oldest] = await holds(ada, 2);
    await service.database.pool.query('update notifications set read_at = now() where id = $1', [newest?.id]);
    const { page } = await inbox(service, viewerOf(ada), { unreadOnly: true });
    expect(page.totalCount).toBe(1);
    expect(page.nodes.map(({ id }) => id)).toEqual([oldest?.id]);
  });

  it('shows nobody the notifications of another', async () => {
    const ada = newCustomer();
    await confirm(service, ada);
    const [notification] = await holds(ada, 1);
    expect((await inbox(service, viewerOf(newCustomer()))).page.totalCount).toBe(0);
    expect(await titlesOf([notification?.id ?? ''], viewerOf(newCustomer()))).toEqual([null]);
    expect(await titlesOf([notification?.id ?? ''], null)).toEqual([null]);
    expect(await titlesOf([notification?.id ?? ''], viewerOf(ada))).toEqual([notification?.title]);
    const administrator = { userId: newId(), roles: ['ADMINISTRATOR'] };
    expect(await titlesOf([notification?.id ?? ''], administrator)).toEqual([notification?.title]);
  });

  it('refuses a visitor, a page without a size and a cursor that it did not give', async () => {
    const ada = newCustomer();
    expect((await inbox(service, null)).code).toBe('UNAUTHENTICATED');
    expect((await inbox(service, viewerOf(ada), { first: 0 })).code).toBe('PAGE_SIZE_INVALID');
    expect((await inbox(service, viewerOf(ada), { first: 101 })).code).toBe('PAGE_SIZE_INVALID');
    expect((await inbox(service, viewerOf(ada), { after: 'nonsense' })).code).toBe('CURSOR_INVALID');
    const notAnId = Buffer.from('["x"]').toString('base64url');
    expect((await inbox(service, viewerOf(ada), { after: notAnId })).code).toBe('CURSOR_INVALID');
  });

  it('loads any number of notifications in one query', async () => {
    const ada = newCustomer();
    for (let count = 0; count < 3; count += 1) await confirm(service, ada);
    const ids = (await holds(ada, 3)).map(({ id }) => id);
    const asked = [...ids, 'no-id', newId()];
    expect((await titlesOf(asked, viewerOf(ada))).map((title) => title !== null)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(await service.queryCount(() => titlesOf(asked, viewerOf(ada)))).toBe(1);
  });
});

async function titlesOf(ids: string[], viewer: Parameters<typeof inbox>[1]): Promise<(string | null)[]> {
  const document = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Notification { title order { number } } }
  }`;
  const representations = ids.map((id) => ({ __typename: 'Notification', id }));
  const answer = await service.query(document, { variables: { representations }, viewer });
  const data = answer.data as { _entities: ({ title: string } | null)[] };
  return data._entities.map((entity) => entity?.title ?? null);
}
