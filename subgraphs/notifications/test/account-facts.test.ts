import { passwordResetRequested, userRegistered, userUpdated } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { everyOrder } from '@galleria/platform/testing/every-order';
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

let service: NotificationsService;
let mailServer: MailServer;
beforeAll(async () => {
  ({ service, mailServer } = await startNotifications());
});
afterAll(async () => {
  await service.stop();
  await mailServer.stop();
});

/** Clocks are wrong: the higher the version, the earlier the time. */
const at = (version: number) => ({ time: new Date(Date.UTC(2026, 0, 31 - version)) });

type AccountUpdate = Parameters<typeof userUpdated.keyOf>[0];

/** Tells what an account is like; gives the message's id. */
type Fact = (userId: string) => Promise<string>;

const LATEST = 3;
/** An account at a version of it: each has another address, and all but the latest are written to in German. */
const accountOf = (userId: string, version: number) => ({
  userId,
  email: `v${version}-${userId}@example.com`,
  name: `Ada ${version}`,
  locale: version === LATEST ? ('en' as const) : ('de' as const),
  version,
});

const registered: Fact = (userId) =>
  service.publish(userRegistered, { ...accountOf(userId, 1), registeredAt: at(1).time.toISOString() }, at(1));
const updated =
  (version: number): Fact =>
  (userId) =>
    service.publish(userUpdated, accountOf(userId, version), at(version));
/** As releases told it before facts had versions. */
const unversioned: MessageContract<Omit<AccountUpdate, 'version'>> = { ...userUpdated, keyOf: ({ userId }) => userId };
const updatedWithoutVersion: Fact = (userId) => {
  const { version, ...account } = accountOf(userId, 0);
  return service.publish(unversioned, account, at(version));
};
const resetRequested: Fact = (userId) => {
  const link = { token: `secret-${newId()}`, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  return service.publish(passwordResetRequested, { ...accountOf(userId, 2), ...link }, at(2));
};

/** Delivers facts of an account that nobody has heard of, and then an order of theirs that is confirmed. */
async function customerOf(facts: readonly Fact[]): Promise<Customer> {
  const { userId } = newCustomer();
  const messageIds: string[] = [];
  for (const tell of facts) messageIds.push(await tell(userId));
  for (const messageId of messageIds) await service.untilHandled(messageId);
  await service.untilHandled(await confirm(service, accountOf(userId, 1)));
  return accountOf(userId, LATEST);
}

describe('facts of an account leave, in whatever order they arrive and whatever their clocks said,', () => {
  it.each([
    ['its latest address, name and language', [registered, updated(2), updated(LATEST)]],
    ['those, where a mailed link told an older one', [resetRequested, updated(LATEST)]],
    ['what a version has told, over what none has', [updatedWithoutVersion, registered, updated(LATEST)]],
  ])('%s', async (_what, facts) => {
    const customers = await Promise.all(everyOrder(facts).map(customerOf));
    await vi.waitFor(() => {
      for (const { email, name } of customers) {
        const mail = mailServer.mailsTo(email).find(({ subject }) => subject === 'Order G-7K3M-92QX is confirmed');
        expect(mail?.text).toContain(`Hello ${name},`);
      }
    }, PATIENCE);
    for (const customer of customers) {
      const { page } = await inbox(service, viewerOf(customer));
      expect(page.nodes[0]).toMatchObject({ kind: 'ORDER_CONFIRMED', title: 'Order G-7K3M-92QX is confirmed' });
    }
  });
});
