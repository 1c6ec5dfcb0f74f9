import { passwordResetRequested } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MailServer } from './mail-server.ts';
import {
  confirm,
  deliveriesOf,
  newAdministrator,
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

const LOG = `query ($filter: MailDeliveryFilter, $first: Int!, $after: String) {
  deliveries(filter: $filter, first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id kind status createdAt dueAt sentAt
      recipient { id }
      attempts { number at durationMs outcome email code answer }
    }
  }
}`;
const RETRY = `mutation ($id: ID!) {
  retryDelivery(id: $id) {
    __typename
    ... on DeliveryRetried { delivery { id status dueAt } }
    ... on DeliveryNotRetriable { delivery { status } }
    ... on Problem { code message }
  }
}`;

const administrator = newAdministrator();

async function log(
  filter: object | null,
  page: { first?: number; after?: string } = {},
  viewer: Viewer | null = administrator,
) {
  const variables = { filter, first: 20, ...page };
  const { data, errors } = await service.query(LOG, { variables, viewer });
  return { page: data?.deliveries, code: errors?.[0]?.extensions.code };
}
async function retry(id: string, viewer: Viewer | null = administrator) {
  const { data, errors } = await service.query(RETRY, { variables: { id }, viewer });
  return { result: data?.retryDelivery, code: errors?.[0]?.extensions.code };
}
const withStatus = (customer: Customer, ...statuses: string[]) =>
  vi.waitFor(async () => {
    const rows = await deliveriesOf(service, customer);
    expect(rows.map(({ status }) => status)).toEqual(statuses);
    return rows.map(({ notification_id }) => notification_id);
  }, PATIENCE);

async function refused(): Promise<{ customer: Customer; id: string }> {
  const customer = newCustomer();
  mailServer.answer(customer.email, 550);
  await register(service, customer);
  const [id = ''] = await withStatus(customer, 'FAILED');
  return { customer, id };
}

describe('the delivery log', () => {
  it('tells where a mail stands, and what the mail server said to each try', async () => {
    const { customer, id } = await refused();
    mailServer.answer(customer.email, null);
    await retry(id);
    await withStatus(customer, 'SENT');
    const { page } = await log({ userId: customer.userId });
    expect(page.totalCount).toBe(1);
    expect(page.nodes).toMatchObject([
      { id, kind: 'WELCOME', status: 'SENT', dueAt: null, recipient: { id: customer.userId } },
    ]);
    const [{ attempts, sentAt }] = page.nodes;
    expect(attempts).toMatchObject([
      { number: 1, outcome: 'REFUSED', email: customer.email, code: 550, answer: 'as the test asked' },
      { number: 2, outcome: 'SENT', email: customer.email, code: 250, answer: 'OK: message queued' },
    ]);
    expect(Date.parse(attempts[1].at)).toBeLessThanOrEqual(Date.parse(sentAt));
  });

  it('is searched by account, status and kind, and paged newest first', async () => {
    const ada = newCustomer();
    const { userId } = ada;
    await register(service, ada);
    await withStatus(ada, 'SENT');
    mailServer.answer(ada.email, 550);
    await confirm(service, ada);
    const [welcome, order] = await withStatus(ada, 'SENT', 'FAILED');
    const idsOf = async (filter: object) => (await log(filter)).page.nodes.map(({ id }: { id: string }) => id);
    expect(await idsOf({ userId })).toEqual([order, welcome]);
    expect(await idsOf({ userId, status: 'FAILED' })).toEqual([order]);
    expect(await idsOf({ userId, kind: 'WELCOME' })).toEqual([welcome]);
    expect(await idsOf({ userId, kind: 'WELCOME', status: 'FAILED' })).toEqual([]);
    expect(await idsOf({ userId: 'no id' })).toEqual([]);
    const first = (await log({ userId }, { first: 1 })).page;
    expect(first).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true }, nodes: [{ id: order }] });
    const second = (await log({ userId }, { first: 1, after: first.pageInfo.endCursor })).page;
    expect(second).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false }, nodes: [{ id: welcome }] });
    expect((await log(null)).page.totalCount).toBeGreaterThanOrEqual(2);
  });

  it('loads the attempts of any number of mails in one query', async () => {
    const ada = newCustomer();
    await register(service, ada);
    for (let count = 0; count < 3; count += 1) await confirm(service, ada);
    await withStatus(ada, 'SENT', 'SENT', 'SENT', 'SENT');
    // The page, the count, the attempts; Prisma reads the kinds beside the page.
    expect(await service.queryCount(() => log({ userId: ada.userId }))).toBe(4);
  });

  it('keeps the newest hundred tries of a mail', async () => {
    const { customer, id } = await refused();
    await service.database.pool.query(
      `insert into delivery_attempts (notification_id, number, at, duration_ms, outcome, email, answer)
       select $1, number, now(), 1, 'UNREACHABLE', 'x', 'x' from generate_series(2, 150) number`,
      [id],
    );
    await retry(id);
    await vi.waitFor(
      async () => expect((await deliveriesOf(service, customer))[0]?.outcomes).toHaveLength(100),
      PATIENCE,
    );
    const [{ attempts }] = (await log({ userId: customer.userId })).page.nodes;
    expect(attempts.at(-1)).toMatchObject({ number: 151, outcome: 'REFUSED' });
  });

  it('is for administrators', async () => {
    const { customer, id } = await refused();
    expect((await log(null, {}, viewerOf(customer))).code).toBe('FORBIDDEN');
    expect((await log(null, {}, null)).code).toBe('UNAUTHENTICATED');
    expect((await retry(id, viewerOf(customer))).code).toBe('FORBIDDEN');
    expect((await retry(id, null)).code).toBe('UNAUTHENTICATED');
    expect((await log(null, { first: 0 })).code).toBe('PAGE_SIZE_INVALID');
    expect((await log(null, { after: 'nonsense' })).code).toBe('CURSOR_INVALID');
  });
});

describe('sending a mail again', () => {
  it('makes one that failed due now, as if it had never been tried', async () => {
    const { customer, id } = await refused();
    mailServer.answer(customer.email, null);
    const { result } = await retry(id);
    expect(result).toMatchObject({ __typename: 'DeliveryRetried', delivery: { id } });
    await withStatus(customer, 'SENT');
    expect(mailServer.mailsTo(customer.email)).toHaveLength(1);
  });

  it('does not wait for the time of one that was put off', async () => {
    const ada = newCustomer();
    mailServer.answer(ada.email, 451);
    await register(service, ada);
    const [id = ''] = await vi.waitFor(async () => {
      const rows = await deliveriesOf(service, ada);
      expect(rows).toMatchObject([{ outcomes: ['DEFERRED'] }]);
      return rows.map(({ notification_id }) => notification_id);
    }, PATIENCE);
    mailServer.answer(ada.email, null);
    expect((await retry(id)).result).toMatchObject({ __typename: 'DeliveryRetried' });
    await withStatus(ada, 'SENT');
  });

  it('leaves alone what a mail server took, and what is being sent at this moment', async () => {
    const ada = newCustomer();
    mailServer.hang('recipient');
    await register(service, ada);
    const [id = ''] = await vi.waitFor(async () => {
      const sql = 'select notification_id from deliveries where user_id = $1 and leased_until > now()';
      const { rows } = await service.database.pool.query<{ notification_id: string }>(sql, [ada.userId]);
      expect(rows).toHaveLength(1);
      return rows.map(({ notification_id }) => notification_id);
    }, PATIENCE);
    const leaseOf = async () =>
      (await service.database.pool.query('select lease_id from deliveries where notification_id = $1', [id])).rows;
    const lease = await leaseOf();
    expect((await retry(id)).result).toMatchObject({ __typename: 'DeliveryRetried', delivery: { status: 'PENDING' } });
    expect(await leaseOf()).toEqual(lease);
    mailServer.hang(null);
    await service.database.pool.query(
      "update deliveries set status = 'SENT', sent_at = now() where notification_id = $1",
      [id],
    );
    expect((await retry(id)).result).toMatchObject({
      __typename: 'DeliveryNotRetriable',
      code: 'DELIVERY_NOT_RETRIABLE',
      delivery: { status: 'SENT' },
    });
  });

  it('is refused for a one-time link, whose token is gone, and for a mail that there is not', async () => {
    const ada = newCustomer();
    mailServer.answer(ada.email, 550);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    await service.publish(passwordResetRequested, { ...ada, token: 'a-token', expiresAt });
    const [id = ''] = await withStatus(ada, 'FAILED');
    expect((await retry(id)).result).toMatchObject({ code: 'DELIVERY_NOT_RETRIABLE', delivery: { status: 'FAILED' } });
    expect((await retry(newId())).result).toMatchObject({ code: 'DELIVERY_NOT_FOUND' });
    expect((await retry('no id')).result).toMatchObject({ code: 'DELIVERY_NOT_FOUND' });
  });
});
