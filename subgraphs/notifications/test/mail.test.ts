import { notificationSent } from '@galleria/events/notifications';
import { userUpdated } from '@galleria/events/users';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
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

const subjectsTo = ({ email }: Customer) => mailServer.mailsTo(email).map(({ subject }) => subject);
const deliveryOf = (customer: Customer) => deliveriesOf(service, customer);

const recipient = async ({ userId }: Customer) => {
  const sql = 'select email, name, locale from recipients where user_id = $1';
  return (await service.database.pool.query<{ email: string; name: string; locale: string }>(sql, [userId])).rows[0];
};

describe('mail', () => {
  it('greets a new account by name, as text and as HTML', async () => {
    const ada = newCustomer('Ada <Lindqvist> & Söhne');
    await register(service, ada);
    await vi.waitFor(() => expect(subjectsTo(ada)).toEqual(['Welcome to Galleria']), PATIENCE);
    const [mail] = mailServer.mailsTo(ada.email);
    expect(mail?.from).toEqual({ name: 'Galleria', address: 'shop@galleria.example' });
    expect(mail?.to).toEqual([{ name: ada.name, address: ada.email }]);
    expect(mail?.text).toContain('Hello Ada <Lindqvist> & Söhne,');
    expect(mail?.html).toContain('Hello Ada &#60;Lindqvist&#62; &#38; Söhne,');
    expect(mail?.html).toContain('href="https://galleria.example"');
  });

  it('is in German for an account that wants it, in the inbox too, and follows a change of mind', async () => {
    const ada = newCustomer('Änne', 'de');
    await register(service, ada);
    await vi.waitFor(() => expect(subjectsTo(ada)).toEqual(['Willkommen bei Galleria']), PATIENCE);
    expect(mailServer.mailsTo(ada.email)[0]?.text).toContain('Guten Tag Änne,');
    const { page } = await inbox(service, viewerOf(ada));
    expect(page.nodes[0]?.title).toBe('Willkommen bei Galleria');
    // An event that says nothing of the language leaves it as it is.
    await service.publish(userUpdated, { userId: ada.userId, email: ada.email, name: 'Anna', version: 2 });
    await vi.waitFor(async () => expect(await recipient(ada)).toMatchObject({ name: 'Anna', locale: 'de' }), PATIENCE);
    await service.publish(userUpdated, { ...ada, locale: 'en', version: 3 });
    await vi.waitFor(async () => expect(await recipient(ada)).toMatchObject({ locale: 'en' }), PATIENCE);
    await confirm(service, ada);
    await vi.waitFor(() => expect(subjectsTo(ada)).toContain('Order G-7K3M-92QX is confirmed'), PATIENCE);
  });

  it('tells of a confirmed order with its number and what it cost', async () => {
    const ada = newCustomer();
    await register(service, ada);
    await confirm(service, ada);
    await vi.waitFor(() => expect(subjectsTo(ada)).toContain('Order G-7K3M-92QX is confirmed'), PATIENCE);
    const mail = mailServer.mailsTo(ada.email).find(({ subject }) => subject?.includes('G-7K3M-92QX'));
    expect(mail?.text).toContain('€1,249.00');
    expect(mail?.html).toContain('€1,249.00');
  });

  it('publishes that a mail was sent, with the correlation id of what caused it', async () => {
    const ada = newCustomer();
    await register(service, ada);
    await vi.waitFor(() => {
      const sent = service.published(notificationSent).filter(({ data }) => data.userId === ada.userId);
      expect(sent.map(({ data }) => [data.kind, data.channel])).toEqual([['WELCOME', 'EMAIL']]);
    }, PATIENCE);
    const [sent] = service.published(notificationSent).filter(({ data }) => data.userId === ada.userId);
    const { rows } = await service.database.pool.query<{ correlation_id: string }>(
      'select correlation_id from deliveries where user_id = $1',
      [ada.userId],
    );
    expect(sent?.correlationId).toBe(rows[0]?.correlation_id);
  });

  it('sends one mail for a message that is delivered twice', async () => {
    const ada = newCustomer();
    const id = await register(service, ada);
    await register(service, ada, id);
    // Messages of one key are handled in order: once this one is, the two above are.
    await service.publish(userUpdated, { ...ada, name: 'Ada the Second', version: 2 });
    await vi.waitFor(async () => expect(await recipient(ada)).toMatchObject({ name: 'Ada the Second' }), PATIENCE);
    await vi.waitFor(async () => expect(await deliveryOf(ada)).toMatchObject([{ status: 'SENT' }]), PATIENCE);
    expect(subjectsTo(ada)).toEqual(['Welcome to Galleria']);
  });

  it('keeps a mail whose recipient is not known yet, and sends it when they are', async () => {
    const ada = newCustomer();
    await confirm(service, ada);
    await vi.waitFor(async () => expect(await deliveryOf(ada)).toHaveLength(1), PATIENCE);
    expect(await deliveryOf(ada)).toMatchObject([{ status: 'PENDING', attempts: 0, outcomes: [] }]);
    await register(service, ada);
    await vi.waitFor(() => expect(subjectsTo(ada)).toHaveLength(2), PATIENCE);
    expect(subjectsTo(ada)).toContain('Order G-7K3M-92QX is confirmed');
  });

  it('writes to the newest address that it knows', async () => {
    const ada = newCustomer();
    await register(service, ada);
    await vi.waitFor(() => expect(subjectsTo(ada)).toHaveLength(1), PATIENCE);
    const moved = { ...ada, email: `moved-${ada.email}`, version: 2 };
    await service.publish(userUpdated, moved);
    await vi.waitFor(async () => expect(await recipient(ada)).toMatchObject({ email: moved.email }), PATIENCE);
    await confirm(service, ada);
    await vi.waitFor(() => expect(subjectsTo(moved)).toHaveLength(1), PATIENCE);
    expect(subjectsTo(ada)).toHaveLength(1);
  });

  it('gives every mail an identity of its own, which stays when it is sent again', async () => {
    const ada = newCustomer();
    await register(service, ada);
    await vi.waitFor(async () => expect(await deliveryOf(ada)).toMatchObject([{ status: 'SENT' }]), PATIENCE);
    // As after a crash between the mail server's answer and our commit.
    await service.database.pool.query(
      "update deliveries set status = 'PENDING', sent_at = null, due_at = now() where user_id = $1",
      [ada.userId],
    );
    await vi.waitFor(() => expect(subjectsTo(ada)).toHaveLength(2), PATIENCE);
    const [first, second] = mailServer.mailsTo(ada.email).map(({ messageId }) => messageId);
    expect(first).toMatch(/^<[\da-f-]{36}@galleria\.example>$/);
    expect(second).toBe(first);
  });

  it('sends every mail once when two instances look for mail', async () => {
    await service.startInstance();
    const customers = Array.from({ length: 30 }, () => newCustomer());
    await Promise.all(customers.map((customer) => register(service, customer)));
    await vi.waitFor(async () => {
      const statuses = await Promise.all(customers.map(deliveryOf));
      expect(statuses.flat().filter(({ status }) => status === 'SENT')).toHaveLength(30);
    }, PATIENCE);
    expect(customers.flatMap(subjectsTo)).toHaveLength(30);
  });
});
