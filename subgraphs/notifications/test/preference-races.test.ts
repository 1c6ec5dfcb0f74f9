import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MailServer } from './mail-server.ts';
import {
  deliveriesOf,
  inbox,
  newCustomer,
  register,
  startNotifications,
  viewerOf,
  type NotificationsService,
} from './notifications-service.ts';
import { setPreference } from './preference-operations.ts';
import { deliveredOrder, newCause, pausedNotify, pausedPreferences, somebodyWaits } from './races.ts';

let service: NotificationsService;
let mailServer: MailServer;

beforeAll(async () => {
  ({ service, mailServer } = await startNotifications());
});
afterAll(async () => {
  await service.stop();
  await mailServer.stop();
});

async function newRecipient() {
  const ada = newCustomer();
  await register(service, ada);
  await vi.waitFor(async () => expect(await deliveriesOf(service, ada)).toMatchObject([{ status: 'SENT' }]), PATIENCE);
  return ada;
}

describe('a choice and a notification at the same moment', () => {
  it('gives up the mail that was being written while the customer turned it off', async () => {
    const ada = await newRecipient();
    await mailServer.stop();
    const { notify, inside, goOn } = pausedNotify(service);
    const writing = notify.aboutOrder(newCause(), ada.userId, deliveredOrder());
    await inside;
    const choosing = setPreference(service, viewerOf(ada), {
      kind: 'ORDER_DELIVERED',
      channel: 'EMAIL',
      enabled: false,
    });
    await somebodyWaits(service);
    goOn();
    await Promise.all([writing, choosing]);
    expect(await deliveriesOf(service, ada)).toMatchObject([{ status: 'SENT' }, { status: 'CANCELLED' }]);
    await mailServer.restart();
  });

  it('writes nothing that was turned off while the notification waited for the choice', async () => {
    const ada = await newRecipient();
    const { preferences, inside, goOn } = pausedPreferences(service);
    const choosing = preferences.set(ada.userId, { kind: 'ORDER_DELIVERED', channel: 'EMAIL' }, false);
    await inside;
    const { notify, goOn: write } = pausedNotify(service);
    write();
    const writing = notify.aboutOrder(newCause(), ada.userId, deliveredOrder());
    await somebodyWaits(service);
    goOn();
    await Promise.all([writing, choosing]);
    expect(await deliveriesOf(service, ada)).toHaveLength(1);
    expect((await inbox(service, viewerOf(ada))).page.totalCount).toBe(2);
  });
});
