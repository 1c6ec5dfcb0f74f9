import { orderDelivered, orderShipped } from '@galleria/events/orders';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MailServer } from './mail-server.ts';
import {
  confirm,
  deliveriesOf,
  inbox,
  newCustomer,
  newOrder,
  register,
  startNotifications,
  viewerOf,
  type Customer,
  type NotificationsService,
} from './notifications-service.ts';
import { preferences, setPreference, type Choice } from './preference-operations.ts';

let service: NotificationsService;
let mailServer: MailServer;

beforeAll(async () => {
  ({ service, mailServer } = await startNotifications());
});
afterAll(async () => {
  await service.stop();
  await mailServer.stop();
});

const shipped = (customer: Customer) =>
  service.publish(orderShipped, { ...newOrder(customer), trackingNumber: null, at: '2026-01-31T12:00:00.000Z' });
const kindsOf = async (customer: Customer) => {
  const { page } = await inbox(service, viewerOf(customer));
  return page.nodes.map(({ kind }) => kind);
};
const subjectsTo = ({ email }: Customer) => mailServer.mailsTo(email).map(({ subject }) => subject);
/** A customer whose first mail is written: accounts and orders are of two topics, whose messages come in any order. */
async function welcomed(): Promise<Customer> {
  const ada = newCustomer();
  await service.untilHandled(await register(service, ada));
  return ada;
}
const choose = (customer: Customer, kind: string, channel: Choice['channel'], enabled: boolean) =>
  setPreference(service, viewerOf(customer), { kind, channel, enabled });

describe('what a customer is told', () => {
  it('is everything at first, and shows what cannot be turned off', async () => {
    const { list } = await preferences(service, viewerOf(newCustomer()));
    expect(list.every(({ enabled }) => enabled)).toBe(true);
    const free = list.filter(({ required }) => !required).map(({ kind, channel }) => `${kind} ${channel}`);
    expect(free).toEqual([
      'ORDER_REJECTED IN_APP',
      'ORDER_REJECTED EMAIL',
      'ORDER_CANCELLED IN_APP',
      'ORDER_CANCELLED EMAIL',
      'ORDER_SHIPPED IN_APP',
      'ORDER_SHIPPED EMAIL',
      'ORDER_DELIVERED IN_APP',
      'ORDER_DELIVERED EMAIL',
    ]);
    const because = Object.fromEntries(list.filter(({ required }) => required).map((one) => [one.kind, one.because]));
    expect(because).toMatchObject({ PASSWORD_CHANGED: 'SAFETY', ORDER_CONFIRMED: 'LAW' });
    expect(Object.values(because).every((one) => one === 'SAFETY' || one === 'LAW')).toBe(true);
    expect(list.filter(({ required }) => !required).every((one) => one.because === null)).toBe(true);
  });

  it('follows a choice at once, through each channel by itself, and back again', async () => {
    const ada = await welcomed();
    const { result } = await choose(ada, 'ORDER_SHIPPED', 'EMAIL', false);
    expect(result).toMatchObject({
      __typename: 'NotificationPreferenceSet',
      preference: { kind: 'ORDER_SHIPPED', channel: 'EMAIL', enabled: false, required: false, because: null },
    });
    expect(result.preferences.filter((each: Choice) => !each.enabled)).toHaveLength(1);
    await choose(ada, 'ORDER_SHIPPED', 'EMAIL', false);
    await shipped(ada);
    await vi.waitFor(async () => expect(await kindsOf(ada)).toContain('ORDER_SHIPPED'), PATIENCE);
    expect(await deliveriesOf(service, ada)).toHaveLength(1);

    await choose(ada, 'ORDER_SHIPPED', 'EMAIL', true);
    await choose(ada, 'ORDER_SHIPPED', 'IN_APP', false);
    await shipped(ada);
    await vi.waitFor(() => expect(subjectsTo(ada)).toContain('Order G-7K3M-92QX is on its way'), PATIENCE);
    expect((await kindsOf(ada)).sort()).toEqual(['ORDER_SHIPPED', 'WELCOME']);
  });

  it('counts, finds and marks nothing in the inbox that was sent by mail only', async () => {
    const ada = await welcomed();
    await choose(ada, 'ORDER_SHIPPED', 'IN_APP', false);
    await shipped(ada);
    await vi.waitFor(() => expect(subjectsTo(ada)).toHaveLength(2), PATIENCE);
    const [, mailOnly] = await deliveriesOf(service, ada);
    const document = `query ($representations: [_Any!]!) {
      notifications(first: 10) { totalCount unreadCount }
      _entities(representations: $representations) { __typename }
    }`;
    const representations = [{ __typename: 'Notification', id: mailOnly?.notification_id }];
    const { data } = await service.query(document, { variables: { representations }, viewer: viewerOf(ada) });
    expect(data).toEqual({ notifications: { totalCount: 1, unreadCount: 1 }, _entities: [null] });
    const mark = 'mutation { markNotificationsRead { ... on NotificationsMarkedRead { notifications { kind } } } }';
    const marked = await service.query(mark, { viewer: viewerOf(ada) });
    expect(marked.data.markNotificationsRead.notifications).toEqual([{ kind: 'WELCOME' }]);
  });

  it('is nothing at all when both channels are off', async () => {
    const ada = newCustomer();
    await register(service, ada);
    await choose(ada, 'ORDER_DELIVERED', 'EMAIL', false);
    await choose(ada, 'ORDER_DELIVERED', 'IN_APP', false);
    const order = newOrder(ada);
    await service.publish(orderDelivered, { ...order, lines: [], at: '2026-01-31T12:00:00.000Z' });
    // Of the same order, so handled after it.
    await service.publish(orderShipped, { ...order, trackingNumber: null, at: '2026-01-31T12:00:00.000Z' });
    await vi.waitFor(async () => expect((await kindsOf(ada)).sort()).toEqual(['ORDER_SHIPPED', 'WELCOME']), PATIENCE);
  });

  it('gives up a mail of that kind which still waits, and no other', async () => {
    await mailServer.stop();
    const ada = newCustomer();
    await register(service, ada);
    await shipped(ada);
    await confirm(service, ada);
    await vi.waitFor(async () => expect(await deliveriesOf(service, ada)).toHaveLength(3), PATIENCE);
    await choose(ada, 'ORDER_SHIPPED', 'EMAIL', false);
    await mailServer.restart();
    await vi.waitFor(() => {
      expect(subjectsTo(ada).sort()).toEqual(['Order G-7K3M-92QX is confirmed', 'Welcome to Galleria']);
    }, PATIENCE);
    await vi.waitFor(async () => {
      const statuses = (await deliveriesOf(service, ada)).map(({ status }) => status);
      expect(statuses.sort()).toEqual(['CANCELLED', 'SENT', 'SENT']);
    }, PATIENCE);
  });

  it.each([
    'ORDER_CONFIRMED',
    'PAYMENT_FAILED',
    'REFUNDED',
    'PASSWORD_CHANGED',
    'PASSWORD_RESET',
    'EMAIL_VERIFICATION',
  ])('cannot leave out %s', async (kind) => {
    const ada = newCustomer();
    expect((await choose(ada, kind, 'EMAIL', false)).result).toMatchObject({
      __typename: 'PreferenceRequired',
      code: 'PREFERENCE_REQUIRED',
    });
    expect((await choose(ada, kind, 'EMAIL', true)).result).toMatchObject({ __typename: 'NotificationPreferenceSet' });
    expect((await preferences(service, viewerOf(ada))).list.every(({ enabled }) => enabled)).toBe(true);
  });

  it('has no choice where there is nothing to choose', async () => {
    const ada = newCustomer();
    const unknown = { __typename: 'PreferenceUnknown', code: 'PREFERENCE_UNKNOWN' };
    expect((await choose(ada, 'PASSWORD_RESET', 'IN_APP', false)).result).toMatchObject(unknown);
    expect((await choose(ada, 'WELCOME', 'EMAIL', false)).result).toMatchObject(unknown);
  });

  it('is for the customer alone to choose', async () => {
    const ada = newCustomer();
    await choose(ada, 'ORDER_SHIPPED', 'EMAIL', false);
    expect((await preferences(service, viewerOf(newCustomer()))).list.every(({ enabled }) => enabled)).toBe(true);
    const choice = { kind: 'ORDER_SHIPPED', channel: 'EMAIL', enabled: false } as const;
    expect((await setPreference(service, null, choice)).code).toBe('UNAUTHENTICATED');
    expect((await preferences(service, null)).code).toBe('UNAUTHENTICATED');
  });
});
