import { idBefore, newId } from '@galleria/kit/identifiers';
import { followSigned, type EventStream } from '@galleria/platform/testing/event-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MailServer } from './mail-server.ts';
import {
  confirm,
  newCustomer,
  register,
  startNotifications,
  viewerOf,
  type Customer,
  type NotificationsService,
} from './notifications-service.ts';

const FOLLOW = `subscription ($first: Int!, $after: String) {
  notificationReceived(first: $first, after: $after) {
    totalCount unreadCount pageInfo { hasNextPage } edges { cursor node { id kind } }
  }
}`;

let service: NotificationsService;
let mailServer: MailServer;
beforeAll(async () => {
  ({ service, mailServer } = await startNotifications());
});
afterAll(async () => {
  await service.stop();
  await mailServer.stop();
});

interface News {
  readonly totalCount: number;
  readonly unreadCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string; readonly kind: string } }[];
}

const open = (customer: Customer | null, args: { first?: number; after?: string } = {}, url = service.url) =>
  followSigned(url, FOLLOW, {
    variables: { first: 20, ...args },
    viewer: customer === null ? null : viewerOf(customer),
  });

async function until(stream: EventStream, count: number): Promise<News> {
  for (;;) {
    const { data, errors } = await stream.next();
    expect(errors).toBeUndefined();
    const news = data.notificationReceived as News;
    if (news.edges.length >= count) return news;
  }
}

const codeOf = async (stream: EventStream) => (await stream.next()).errors?.[0]?.extensions.code;

describe('notificationReceived', () => {
  it('tells what is there, and then what comes, whichever instance wrote it', async () => {
    const ada = newCustomer();
    const other = await service.startInstance();
    const address = other.server.server.address() as { readonly port: number };
    const streams = await Promise.all([open(ada), open(ada, {}, `http://127.0.0.1:${address.port}`)]);
    for (const stream of streams) expect(await until(stream, 0)).toMatchObject({ edges: [], unreadCount: 0 });
    await register(service, ada);
    for (const stream of streams) expect((await until(stream, 1)).edges[0]?.node.kind).toBe('WELCOME');
    await confirm(service, ada);
    for (const stream of streams) {
      const news = await until(stream, 2);
      expect(news.edges.map(({ node }) => node.kind)).toEqual(['ORDER_CONFIRMED', 'WELCOME']);
      expect(news).toMatchObject({ totalCount: 2, unreadCount: 2 });
      stream.leave();
    }
  });

  it('goes on from a cursor, and misses nothing that came late with an earlier id', async () => {
    const ada = newCustomer();
    await register(service, ada);
    const before = await open(ada);
    const known = (await until(before, 1)).edges[0];
    before.leave();
    for (const secondsAgo of [300, 30, -30]) await insert(ada, idBefore(newId(), secondsAgo * 1_000));
    const again = await open(ada, { after: known?.cursor ?? '' });
    expect((await until(again, 0)).edges).toHaveLength(3);
    again.leave();
  });

  it('says that there is more than it tells', async () => {
    const ada = newCustomer();
    await register(service, ada);
    await confirm(service, ada);
    const stream = await open(ada, { first: 1 });
    for (;;) {
      const news = await until(stream, 1);
      if (!news.pageInfo.hasNextPage) continue;
      expect(news).toMatchObject({ totalCount: 2, edges: [{ node: { kind: 'ORDER_CONFIRMED' } }] });
      break;
    }
    stream.leave();
  });

  it('tells nobody what is another’s', async () => {
    const [ada, eve] = [newCustomer(), newCustomer()];
    const stream = await open(eve);
    expect((await until(stream, 0)).edges).toEqual([]);
    await register(service, ada);
    await register(service, eve);
    expect((await until(stream, 1)).totalCount).toBe(1);
    stream.leave();
  });

  it('is refused to a visitor, and where it is asked for what is not there', async () => {
    const ada = newCustomer();
    expect(await codeOf(await open(null))).toBe('UNAUTHENTICATED');
    expect(await codeOf(await open(ada, { after: 'no cursor' }))).toBe('CURSOR_INVALID');
    expect(await codeOf(await open(ada, { first: 0 }))).toBe('PAGE_SIZE_INVALID');
  });
});

/** As a transaction does that took long: its id is older than when it is there. */
async function insert({ userId }: Customer, id: string): Promise<void> {
  await service.database.pool.query(
    `insert into notifications (id, user_id, kind, title, body, occasion, fact, in_app, created_at)
     values ($1, $2, 'WELCOME', 'Late', 'Late', '{"kind":"WELCOME"}', $3, true, now())`,
    [id, userId, newId()],
  );
}
