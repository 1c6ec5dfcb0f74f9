import { orderShipped } from '@galleria/events/orders';
import { passwordResetRequested, userErased, userRegistered, userUpdated } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { everythingAbout } from './database-search.ts';
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
import { setPreference } from './preference-operations.ts';
import { deliveredOrder, newCause, pausedNotify, somebodyWaits } from './races.ts';

let service: NotificationsService;
let mailServer: MailServer;

beforeAll(async () => {
  ({ service, mailServer } = await startNotifications());
});
afterAll(async () => {
  await service.stop();
  await mailServer.stop();
});

const erase = ({ userId }: Customer) => service.publish(userErased, { userId, erasedAt: '2026-02-01T12:00:00.000Z' });
const isErased = ({ userId }: Customer) =>
  vi.waitFor(async () => {
    const sql = 'select erased_at from recipients where user_id = $1';
    const { rows } = await service.database.pool.query<{ erased_at: Date | null }>(sql, [userId]);
    expect(rows[0]?.erased_at).toEqual(new Date('2026-02-01T12:00:00.000Z'));
  }, PATIENCE);

/** What may stay of an account: that it was erased, and what this service told others of it by its id. */
const ALLOWED = ['outbox', 'recipients'];

describe('the erasure of an account', () => {
  it('leaves nothing of it in any table', async () => {
    const ada = newCustomer(`Ada ${newId()}`, 'de');
    mailServer.answer(ada.email, 550);
    await register(service, ada);
    await confirm(service, ada);
    await vi.waitFor(async () => {
      const statuses = (await deliveriesOf(service, ada)).map(({ status }) => status);
      expect(statuses).toEqual(['FAILED', 'FAILED']);
    }, PATIENCE);
    await setPreference(service, viewerOf(ada), { kind: 'ORDER_SHIPPED', channel: 'EMAIL', enabled: false });
    expect(await everythingAbout(service, ada.userId)).toEqual([
      'deliveries',
      'delivery_attempts',
      'notifications',
      'opt_outs',
      'recipients',
    ]);
    await erase(ada);
    await isErased(ada);
    expect((await everythingAbout(service, ada.userId)).filter((table) => !ALLOWED.includes(table))).toEqual([]);
    expect(await everythingAbout(service, ada.email)).toEqual([]);
    expect(await everythingAbout(service, ada.name)).toEqual([]);
    expect((await inbox(service, viewerOf(ada))).page.totalCount).toBe(0);
  });

  it('takes a mail that waits with it', async () => {
    await mailServer.stop();
    const ada = newCustomer();
    await service.publish(passwordResetRequested, {
      ...ada,
      token: 'a-token',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await vi.waitFor(async () => expect(await deliveriesOf(service, ada)).toHaveLength(1), PATIENCE);
    await erase(ada);
    await isErased(ada);
    const other = newCustomer();
    await register(service, other);
    await mailServer.restart();
    await vi.waitFor(() => expect(mailServer.mailsTo(other.email)).toHaveLength(1), PATIENCE);
    expect(mailServer.mailsTo(ada.email)).toEqual([]);
    expect(await deliveriesOf(service, ada)).toEqual([]);
  });

  it('makes every message that comes later be dropped, also for an account that was never heard of', async () => {
    const ada = newCustomer();
    await erase(ada);
    await isErased(ada);
    const shipped = { ...newOrder(ada), trackingNumber: null, at: '2026-02-01T13:00:00.000Z' };
    await service.untilHandled(await service.publish(orderShipped, shipped));
    const newer = { ...ada, version: 9 };
    await service.untilHandled(await service.publish(userUpdated, newer));
    await service.untilHandled(
      await service.publish(userRegistered, { ...newer, registeredAt: '2026-02-01T13:00:00.000Z' }),
    );
    expect(await everythingAbout(service, ada.email)).toEqual([]);
    expect((await everythingAbout(service, ada.userId)).filter((table) => table !== 'recipients')).toEqual([]);
    expect(mailServer.mailsTo(ada.email)).toEqual([]);
  });

  it('refuses a choice that is made with a token which outlived the account', async () => {
    const ada = newCustomer();
    await erase(ada);
    await isErased(ada);
    const choice = { kind: 'ORDER_SHIPPED', channel: 'EMAIL', enabled: false } as const;
    expect((await setPreference(service, viewerOf(ada), choice)).code).toBe('UNAUTHENTICATED');
    expect(await everythingAbout(service, ada.userId)).toEqual(['recipients']);
  });

  it('waits for a notification that is being written at the same moment, and takes it too', async () => {
    const ada = newCustomer();
    await register(service, ada);
    await vi.waitFor(
      async () => expect(await deliveriesOf(service, ada)).toMatchObject([{ status: 'SENT' }]),
      PATIENCE,
    );
    const { notify, inside, goOn } = pausedNotify(service);
    const writing = notify.aboutOrder(newCause(), ada.userId, deliveredOrder());
    await inside;
    await erase(ada);
    await somebodyWaits(service);
    goOn();
    await writing;
    await isErased(ada);
    expect((await everythingAbout(service, ada.userId)).filter((table) => !ALLOWED.includes(table))).toEqual([]);
  });
});
