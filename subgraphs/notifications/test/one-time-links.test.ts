import {
  emailChanged,
  emailChangeRequested,
  emailVerificationRequested,
  newEmailVerificationRequested,
  passwordChanged,
  passwordResetRequested,
  userUpdated,
} from '@galleria/events/users';
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

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const linkFor = (customer: Customer, expiresAt = inAnHour()) => ({
  ...customer,
  token: `secret-${newId()}`,
  expiresAt,
});
const mailTo = (email: string, subject: string) =>
  vi.waitFor(() => {
    const found = mailServer.mailsTo(email).find((mail) => mail.subject === subject);
    expect(found).toBeDefined();
    return found;
  }, PATIENCE);
const allSent = (customer: Customer, count: number) =>
  vi.waitFor(async () => {
    const statuses = (await deliveriesOf(service, customer)).map(({ status }) => status);
    expect(statuses).toEqual(Array(count).fill('SENT'));
  }, PATIENCE);

describe('a link that works once', () => {
  it.each([
    [emailVerificationRequested, 'Please confirm your e-mail address', '/verify-email'],
    [passwordResetRequested, 'Choose a new password', '/reset-password'],
  ] as const)('goes out with its token by mail, and stays nowhere: %#', async (contract, subject, path) => {
    const ada = newCustomer();
    await register(service, ada);
    const link = linkFor(ada);
    await service.publish(contract, link);
    const mail = await mailTo(ada.email, subject);
    expect(mail?.text).toContain(`https://galleria.example${path}?token=${link.token}\n`);
    expect(mail?.html).toContain(`href="https://galleria.example${path}?token=${link.token}"`);
    await allSent(ada, 2);
    expect(await everythingAbout(service, link.token)).toEqual([]);
    expect((await deliveriesOf(service, ada)).map(({ sealed_token }) => sealed_token)).toEqual([null, null]);
    const { page } = await inbox(service, viewerOf(ada));
    expect(page.nodes.map(({ kind }) => kind)).toEqual(['WELCOME']);
  });

  it('waits encrypted while the mail server is away, and arrives when it is back', async () => {
    const ada = newCustomer();
    await mailServer.stop();
    const link = linkFor(ada);
    await service.publish(passwordResetRequested, link);
    await vi.waitFor(async () => {
      const deliveries = await deliveriesOf(service, ada);
      expect(deliveries).toMatchObject([{ status: 'PENDING' }]);
      // Once or more often: how long the server is away is this machine's business.
      expect(new Set(deliveries[0]?.outcomes)).toEqual(new Set(['UNREACHABLE']));
    }, PATIENCE);
    expect((await deliveriesOf(service, ada))[0]?.sealed_token).toMatch(/^[\w-]{40,}$/);
    expect(await everythingAbout(service, link.token)).toEqual([]);
    await mailServer.restart();
    expect((await mailTo(ada.email, 'Choose a new password'))?.text).toContain(link.token);
    await allSent(ada, 1);
  });

  it('is forgotten when the mail server refuses the mail for good', async () => {
    const ada = newCustomer();
    mailServer.answer(ada.email, 550);
    await service.publish(passwordResetRequested, linkFor(ada));
    await vi.waitFor(async () => {
      expect(await deliveriesOf(service, ada)).toMatchObject([{ status: 'FAILED', sealed_token: null }]);
    }, PATIENCE);
  });

  it('is not sent after it has stopped working', async () => {
    const ada = newCustomer();
    await service.publish(emailVerificationRequested, linkFor(ada, '2026-01-31T12:00:00.000Z'));
    await vi.waitFor(async () => {
      const deliveries = await deliveriesOf(service, ada);
      expect(deliveries).toMatchObject([{ status: 'FAILED', sealed_token: null, outcomes: ['EXPIRED'] }]);
    }, PATIENCE);
    expect(mailServer.mailsTo(ada.email)).toEqual([]);
  });

  it('goes to the address that it proves, even when the account has another by then', async () => {
    const ada = newCustomer();
    const moved = { ...ada, email: `moved-${ada.email}`, version: 2 };
    await mailServer.stop();
    await service.publish(emailVerificationRequested, linkFor(ada));
    await service.publish(userUpdated, moved);
    await vi.waitFor(async () => expect(await everythingAbout(service, moved.email)).toContain('recipients'), PATIENCE);
    await mailServer.restart();
    await mailTo(ada.email, 'Please confirm your e-mail address');
    expect(mailServer.mailsTo(moved.email)).toEqual([]);
  });
});

describe('a changed password', () => {
  it('is told by mail, to the address of that time, and in the inbox', async () => {
    const ada = newCustomer('Änne', 'de');
    await service.publish(passwordChanged, { ...ada, changedAt: '2026-01-31T12:00:00.000Z' });
    const mail = await mailTo(ada.email, 'Ihr Passwort wurde geändert');
    expect(mail?.text).toContain('31. Januar 2026 um 12:00 UTC');
    const { page } = await inbox(service, viewerOf(ada));
    expect(page.nodes).toMatchObject([{ kind: 'PASSWORD_CHANGED', title: 'Ihr Passwort wurde geändert', order: null }]);
  });
});

describe('another e-mail address', () => {
  it('is mailed its link, while the account keeps the one that it has', async () => {
    const ada = newCustomer();
    const newEmail = `new-${ada.email}`;
    await register(service, ada);
    const link = { ...linkFor(ada), newEmail };
    await service.publish(newEmailVerificationRequested, link);
    const mail = await mailTo(newEmail, 'Please confirm your new e-mail address');
    expect(mail?.text).toContain(`https://galleria.example/change-email?token=${link.token}\n`);
    await allSent(ada, 2);
    expect(await everythingAbout(service, link.token)).toEqual([]);
    await confirm(service, ada);
    await mailTo(ada.email, 'Order G-7K3M-92QX is confirmed');
    const { page } = await inbox(service, viewerOf(ada));
    expect(page.nodes.map(({ kind }) => kind)).toEqual(['ORDER_CONFIRMED', 'WELCOME']);
  });

  it.each([
    ['en', 'Your account is to have another e-mail address', 'change your password now'],
    ['de', 'Ihr Konto soll eine andere E-Mail-Adresse bekommen', 'ändern Sie jetzt Ihr Passwort'],
  ] as const)(
    'that is asked for is told at the address before it, with what to do: %s',
    async (locale, subject, advice) => {
      const ada = newCustomer('Ada', locale);
      await service.publish(emailChangeRequested, { ...ada, requestedAt: '2026-01-31T12:00:00.000Z' });
      expect((await mailTo(ada.email, subject))?.text).toContain(advice);
    },
  );

  it.each([
    ['en', 'Your e-mail address was changed', 'change your password where you are still signed in'],
    ['de', 'Ihre E-Mail-Adresse wurde geändert', 'dort, wo Sie noch angemeldet sind'],
  ] as const)(
    'is told at the one before it and in the inbox, and gets all other mail: %s',
    async (locale, subject, advice) => {
      const ada = newCustomer('Ada', locale);
      const moved = { ...ada, email: `moved-${ada.email}`, version: 2 };
      await service.publish(emailChanged, { ...moved, formerEmail: ada.email, changedAt: '2026-01-31T12:00:00.000Z' });
      const mail = await mailTo(ada.email, subject);
      expect(mail?.text).toContain(advice);
      // The mailbox before may be a stranger's, or somebody's whom the owner has left.
      expect(mail?.text).not.toContain(moved.email);
      const { page } = await inbox(service, viewerOf(ada));
      expect(page.nodes).toMatchObject([{ kind: 'EMAIL_CHANGED', title: subject }]);
      await confirm(service, ada);
      await vi.waitFor(() => expect(mailServer.mailsTo(moved.email)).toHaveLength(1), PATIENCE);
      expect(mailServer.mailsTo(ada.email)).toHaveLength(1);
    },
  );
});
