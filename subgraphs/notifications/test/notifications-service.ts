import { orderConfirmed } from '@galleria/events/orders';
import { userRegistered } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { startService, type HarnessOptions } from '@galleria/platform/testing/service-harness';
import { createNotificationsApp } from '../src/app.ts';
import type { NotificationsConfig } from '../src/config.ts';
import { startMailServer } from './mail-server.ts';

/** A loaded machine may take a while; the assertions say what, not how fast. */

export async function startNotifications(
  options?: HarnessOptions & { readonly config?: Partial<NotificationsConfig> },
) {
  const mailServer = await startMailServer();
  const config: NotificationsConfig = {
    SMTP_URL: mailServer.url,
    SMTP_CONNECTIONS: 4,
    SMTP_TIMEOUT_MS: 15_000,
    MAIL_FROM: 'Galleria <shop@galleria.example>',
    STOREFRONT_URL: 'https://galleria.example',
    NODE_ENV: 'test',
    ...options?.config,
  };
  const service = await startService('notifications', createNotificationsApp, config, options);
  return { service, mailServer };
}

export type NotificationsService = Awaited<ReturnType<typeof startNotifications>>['service'];

export interface Customer {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly locale?: 'en' | 'de';
  readonly version: number;
}

export function newCustomer(name = 'Ada', locale?: 'en' | 'de'): Customer {
  const userId = newId();
  return { userId, email: `${userId}@example.com`, name, version: 1, ...(locale === undefined ? {} : { locale }) };
}

export const newAdministrator = (): Viewer => ({ userId: newId(), roles: ['CUSTOMER', 'ADMINISTRATOR'] });

export const viewerOf = ({ userId }: Customer): Viewer => ({ userId, roles: ['CUSTOMER'] });

export function register(service: NotificationsService, customer: Customer, id = newId()): Promise<string> {
  return service.publish(userRegistered, { ...customer, registeredAt: '2026-01-31T12:00:00.000Z' }, { id });
}

export function newOrder({ userId }: Customer) {
  return { orderId: newId(), number: 'G-7K3M-92QX', customerId: userId };
}

function confirmed(customer: Customer) {
  return {
    ...newOrder(customer),
    total: { amountMinor: 124_900, currency: 'EUR' },
    lines: [
      { productId: newId(), quantity: 2, unitPrice: { amountMinor: 50_000, currency: 'EUR' } },
      { productId: newId(), quantity: 1, unitPrice: { amountMinor: 24_900, currency: 'EUR' } },
    ],
    at: '2026-01-31T12:00:01.000Z',
  };
}

export function confirm(service: NotificationsService, customer: Customer, id = newId()): Promise<string> {
  return service.publish(orderConfirmed, confirmed(customer), { id });
}

/** The mails to a customer as the database has them, oldest first, each with how its tries ended. */
export async function deliveriesOf(service: NotificationsService, { userId }: { readonly userId: string }) {
  const { rows } = await service.database.pool.query<{
    notification_id: string;
    status: string;
    attempts: number;
    sealed_token: string | null;
    outcomes: string[];
    answers: string[];
  }>(
    `select notification_id, status, attempts, sealed_token,
            array(select outcome::text from delivery_attempts log
                  where log.notification_id = delivery.notification_id order by number) as outcomes,
            array(select code || ' ' || answer from delivery_attempts log
                  where log.notification_id = delivery.notification_id order by number) as answers
     from deliveries delivery where user_id = $1 order by notification_id`,
    [userId],
  );
  return rows;
}

const INBOX = `query ($first: Int!, $after: String, $unreadOnly: Boolean) {
  notifications(first: $first, after: $after, unreadOnly: $unreadOnly) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage endCursor }
    nodes { id kind title body createdAt readAt order { id number } }
  }
}`;

export interface InboxPage {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string };
  readonly nodes: readonly {
    readonly id: string;
    readonly kind: string;
    readonly title: string;
    readonly body: string;
    readonly readAt: string | null;
    readonly order: { readonly id: string; readonly number: string } | null;
  }[];
}

export async function inbox(
  service: NotificationsService,
  viewer: Viewer | null,
  args: { first?: number; after?: string; unreadOnly?: boolean } = {},
): Promise<{ page: InboxPage; code: string | undefined }> {
  const answer = await service.query(INBOX, { variables: { first: 20, ...args }, viewer });
  const data = answer.data as { notifications: InboxPage } | null;
  return { page: data?.notifications as InboxPage, code: answer.errors?.[0]?.extensions.code };
}
