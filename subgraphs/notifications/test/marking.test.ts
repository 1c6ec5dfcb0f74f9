import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MailServer } from './mail-server.ts';
import {
  confirm,
  inbox,
  newCustomer,
  startNotifications,
  viewerOf,
  type Customer,
  type NotificationsService,
} from './notifications-service.ts';

const MARK = `mutation Mark($ids: [ID!]) {
  markNotificationsRead(ids: $ids) {
    __typename
    ... on NotificationsMarkedRead { notifications { id readAt } unreadCount }
    ... on Problem { code message }
  }
}`;
const UNREAD = 'query ($unreadOnly: Boolean) { notifications(first: 1, unreadOnly: $unreadOnly) { unreadCount } }';

let service: NotificationsService;
let mailServer: MailServer;
beforeAll(async () => {
  ({ service, mailServer } = await startNotifications());
});
afterAll(async () => {
  await service.stop();
  await mailServer.stop();
});

/** A customer with so many unread notifications, newest first. */
async function told(times: number): Promise<{ customer: Customer; viewer: Viewer; ids: string[] }> {
  const customer = newCustomer();
  const viewer = viewerOf(customer);
  for (let count = 0; count < times; count += 1) await confirm(service, customer);
  const nodes = await vi.waitFor(async () => {
    const { page } = await inbox(service, viewer);
    expect(page.nodes).toHaveLength(times);
    return page.nodes;
  }, PATIENCE);
  return { customer, viewer, ids: nodes.map(({ id }) => id) };
}

async function mark(viewer: Viewer, ids?: readonly string[] | null) {
  const { data, errors } = await service.query(MARK, { variables: ids === undefined ? {} : { ids }, viewer });
  expect(errors).toBeUndefined();
  return data.markNotificationsRead;
}

async function unreadCount(viewer: Viewer, unreadOnly = false): Promise<number> {
  return (await service.query(UNREAD, { variables: { unreadOnly }, viewer })).data.notifications.unreadCount;
}

const idsOf = ({ notifications }: { notifications: { id: string; readAt: string }[] }) =>
  notifications.map(({ id, readAt }) => {
    expect(readAt).toMatch(/Z$/);
    return id;
  });

describe('marking notifications as read', () => {
  it('marks those asked for, in any spelling and once, and counts the rest', async () => {
    const { viewer, ids } = await told(3);
    const [newest = '', middle = ''] = ids;
    expect(await unreadCount(viewer)).toBe(3);
    const marked = await mark(viewer, [middle.toUpperCase(), newest, middle]);
    expect(marked).toMatchObject({ __typename: 'NotificationsMarkedRead', unreadCount: 1 });
    expect(idsOf(marked)).toEqual([middle, newest]);
    expect(await unreadCount(viewer)).toBe(1);
    expect(await unreadCount(viewer, true)).toBe(1);
  });

  it('marks all without ids, the newest first, and then none', async () => {
    const { viewer, ids } = await told(3);
    await mark(viewer, [ids[1] ?? '']);
    const marked = await mark(viewer);
    expect(idsOf(marked)).toEqual([ids[0], ids[2]]);
    expect(marked.unreadCount).toBe(0);
    expect(await mark(viewer, null)).toMatchObject({ notifications: [], unreadCount: 0 });
  });

  it('leaves the first time of reading as it is', async () => {
    const { viewer, ids } = await told(1);
    const [first] = (await mark(viewer, ids)).notifications;
    const [again] = (await mark(viewer, ids)).notifications;
    expect(again).toEqual(first);
  });

  it('does nothing to the notifications of another, and does not show them', async () => {
    const { viewer, ids } = await told(2);
    const stranger = viewerOf(newCustomer());
    for (const other of [stranger, { userId: newId(), roles: ['ADMINISTRATOR'] }]) {
      expect(await mark(other, [...ids, newId(), 'not an id'])).toMatchObject({ notifications: [], unreadCount: 0 });
      await mark(other);
    }
    expect(await unreadCount(viewer)).toBe(2);
  });

  it('takes a hundred ids, and not one more', async () => {
    const { viewer } = await told(1);
    expect((await mark(viewer, Array(100).fill('not an id'))).__typename).toBe('NotificationsMarkedRead');
    expect(await mark(viewer, Array(101).fill('not an id'))).toMatchObject({
      __typename: 'TooManyNotifications',
      code: 'TOO_MANY_NOTIFICATIONS',
    });
    expect(await mark(viewer, [])).toMatchObject({ notifications: [], unreadCount: 1 });
  });

  it('needs somebody who is signed in', async () => {
    const { errors } = await service.query(MARK);
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
