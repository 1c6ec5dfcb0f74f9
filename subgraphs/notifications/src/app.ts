import type { Infrastructure, ServiceApp } from '@galleria/kit/service-process';
import { createSubgraphServer } from '@galleria/kit/subgraph-server';
import { createMessaging } from '@galleria/messaging/messaging';
import { createWakeUp } from '@galleria/messaging/wake-up';
import { createSubscriptions } from './api/consumers.ts';
import { createContext } from './api/context.ts';
import { resolvers } from './api/resolvers.ts';
import { createSmtpMailer } from './clients/smtp-mailer.ts';
import type { NotificationsConfig } from './config.ts';
import { createPrisma } from './database/prisma.ts';
import { typeDefs } from './generated/type-defs.ts';
import { createDeliveryRepository } from './repository/delivery-repository.ts';
import { createNotificationReader } from './repository/notification-reader.ts';
import { createUnitOfWork } from './repository/unit-of-work.ts';
import { createMailDispatcher } from './service/mail-dispatcher.ts';
import { createMailServerOutage } from './service/mail-server-outage.ts';
import { createMarkRead } from './service/mark-read.ts';
import { createNotify } from './service/notify.ts';
import { createReadNotifications } from './service/read-notifications.ts';
import { createSendMail } from './service/send-mail.ts';

/** The notifications service, put together: database → repositories → services → graph, consumers and mail. */
export async function createNotificationsApp(infrastructure: Infrastructure, config: NotificationsConfig) {
  const { database, clock, logger } = infrastructure;
  const prisma = createPrisma(database.pool);
  const unitOfWork = createUnitOfWork(database);
  const bell = createWakeUp();
  const mailer = createSmtpMailer({
    url: config.SMTP_URL,
    from: config.MAIL_FROM,
    connections: config.SMTP_CONNECTIONS,
  });
  const deliveries = createDeliveryRepository(database);
  const dispatcher = createMailDispatcher({
    takeDue: (limit, leaseMs) => {
      const now = clock();
      return deliveries.takeDue(now, new Date(now.getTime() + leaseMs), limit);
    },
    send: createSendMail({ mailer, unitOfWork, clock, logger, shopUrl: config.PUBLIC_URL }),
    outage: createMailServerOutage({ logger, now: () => clock().getTime() }),
    bell,
    logger,
  });
  const notify = createNotify({ unitOfWork, clock, onMailDue: () => bell.ring() });
  const messaging = createMessaging({
    ...infrastructure,
    service: 'notifications',
    topics: ['notifications.events'],
    subscriptions: createSubscriptions({ notify }),
  });
  const reader = createNotificationReader(prisma);
  const markRead = createMarkRead({ unitOfWork, reader, clock });
  const readNotifications = createReadNotifications({ reader });
  const server = await createSubgraphServer({
    ...infrastructure,
    typeDefs,
    resolvers,
    createContext: createContext({ markRead, readNotifications }),
    // Not the mail server: without it the inbox answers, events are taken and mail waits. Calling the service unready would
    // take all of that away too, and restarting it would not bring the mail server back.
    readiness: [database.readiness, ...messaging.readiness],
  });

  return {
    server,
    start: async (listen) => {
      messaging.start();
      dispatcher.start();
      return server.listen(listen);
    },
    stop: async () => {
      await server.close();
      await Promise.all([messaging.stop(), dispatcher.stop()]);
      mailer.close();
      await prisma.$disconnect();
    },
  } satisfies ServiceApp & Record<string, unknown>;
}
