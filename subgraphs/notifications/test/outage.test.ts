import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { HangingPoint, MailServer } from './mail-server.ts';
import {
  confirm,
  deliveriesOf,
  newCustomer,
  register,
  startNotifications,
  type Customer,
  type NotificationsService,
} from './notifications-service.ts';

let service: NotificationsService;
let mailServer: MailServer;

beforeAll(async () => {
  ({ service, mailServer } = await startNotifications({ config: { SMTP_TIMEOUT_MS: 1_500 } }));
});
afterAll(async () => {
  await service.stop();
  await mailServer.stop();
});
afterEach(() => mailServer.hang(null));

const arrived = (customers: readonly Customer[]) => customers.map(({ email }) => mailServer.mailsTo(email).length);
const outcomesOf = async (customers: readonly Customer[]) =>
  (await Promise.all(customers.map((customer) => deliveriesOf(service, customer))))
    .flat()
    .flatMap((row) => row.outcomes);
const newCustomers = async (count: number) => {
  const customers = Array.from({ length: count }, () => newCustomer());
  for (const customer of customers) await register(service, customer);
  return customers;
};

describe('a mail server that is away', () => {
  it('costs nothing but time, for any number of mails and with the service ready', async () => {
    await mailServer.stop();
    const customers = await newCustomers(5);
    await vi.waitFor(async () => expect(await outcomesOf(customers)).toContain('UNREACHABLE'), PATIENCE);
    expect((await service.app.server.inject({ method: 'GET', url: '/ready' })).statusCode).toBe(200);
    await mailServer.restart();
    await vi.waitFor(() => expect(arrived(customers)).toEqual([1, 1, 1, 1, 1]), PATIENCE);
    await vi.waitFor(async () => {
      const rows = (await Promise.all(customers.map((customer) => deliveriesOf(service, customer)))).flat();
      expect(rows.map(({ status, attempts }) => [status, attempts])).toEqual(Array(5).fill(['SENT', 1]));
    }, PATIENCE);
  });

  it.each<HangingPoint>(['greeting', 'recipient', 'mail'])(
    'is tried again when it accepts connections but hangs at the %s',
    async (at) => {
      mailServer.hang(at);
      // So that every connection is a new one.
      await mailServer.stop();
      await mailServer.restart();
      const customers = await newCustomers(2);
      await vi.waitFor(async () => expect(await outcomesOf(customers)).toContain('UNREACHABLE'), PATIENCE);
      expect(arrived(customers)).toEqual([0, 0]);
      mailServer.hang(null);
      await vi.waitFor(() => expect(arrived(customers)).toEqual([1, 1]), PATIENCE);
    },
  );

  it('keeps its mail through a restart of the service', async () => {
    await mailServer.stop();
    const [ada] = await newCustomers(1);
    if (ada === undefined) throw new Error('no customer');
    await vi.waitFor(async () => expect(await outcomesOf([ada])).toContain('UNREACHABLE'), PATIENCE);
    await service.app.stop();
    const instance = await service.startInstance();
    await mailServer.restart();
    await vi.waitFor(() => expect(arrived([ada])).toEqual([1]), PATIENCE);
    expect((await instance.server.inject({ method: 'GET', url: '/health' })).statusCode).toBe(200);
  });
});

describe('a mail server that answers, and does not take a mail', () => {
  it('fails it at once when it says never, and is not asked again', async () => {
    const ada = newCustomer();
    mailServer.answer(ada.email, 550);
    await register(service, ada);
    await vi.waitFor(
      async () => expect(await deliveriesOf(service, ada)).toMatchObject([{ status: 'FAILED' }]),
      PATIENCE,
    );
    expect(await deliveriesOf(service, ada)).toMatchObject([
      { attempts: 1, outcomes: ['REFUSED'], answers: ['550 as the test asked'] },
    ]);
    mailServer.answer(ada.email, null);
    await confirm(service, ada);
    await vi.waitFor(() => expect(arrived([ada])).toEqual([1]), PATIENCE);
    expect(await deliveriesOf(service, ada)).toMatchObject([{ status: 'FAILED', attempts: 1 }, {}]);
  });

  it('is asked again after 10 to 20 seconds when it says not now, and has the mail then', async () => {
    const ada = newCustomer();
    mailServer.answer(ada.email, 451);
    await register(service, ada);
    await vi.waitFor(async () => expect(await outcomesOf([ada])).toEqual(['DEFERRED']), PATIENCE);
    expect(await deliveriesOf(service, ada)).toMatchObject([
      { status: 'PENDING', attempts: 1, answers: ['451 as the test asked'] },
    ]);
    const { rows } = await service.database.pool.query<{ seconds: number }>(
      `select extract(epoch from due_at - (select at from delivery_attempts log
         where log.notification_id = delivery.notification_id))::float as seconds
       from deliveries delivery where user_id = $1`,
      [ada.userId],
    );
    expect(rows[0]?.seconds).toBeGreaterThanOrEqual(10);
    expect(rows[0]?.seconds).toBeLessThan(25);
    mailServer.answer(ada.email, null);
    await service.database.pool.query('update deliveries set due_at = now() where user_id = $1', [ada.userId]);
    await vi.waitFor(() => expect(arrived([ada])).toEqual([1]), PATIENCE);
  });
});
