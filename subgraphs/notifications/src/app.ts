import { createPrismaAdapter } from '@galleria/kit/database/prisma-adapter';
import { createChanges, type Changes } from '@galleria/kit/process/changes';
import { createServiceApp } from '@galleria/kit/process/service-app';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import { createSubgraphServer } from '@galleria/kit/graphql/subgraph-server';
import { knownTypes } from '@galleria/events/catalog';
import { faultSwitched } from '@galleria/events/operations';
import { followFaults } from '@galleria/messaging/consumer/follow-faults';
import { createMessaging } from '@galleria/messaging/messaging';
import { createWakeUp } from '@galleria/messaging/outbox/wake-up';
import { createSubscriptions } from './api/consumers.ts';
import { createContext, type Services } from './api/context.ts';
import { followInboxes } from './api/live-inbox.ts';
import { resolvers } from './api/resolvers.ts';
import { registerTemplatePreview } from './api/template-preview.ts';
import type { NotificationsConfig } from './config.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { typeDefs } from './generated/type-defs.ts';
import { createMailSending } from './mail-sending.ts';
import { createDeliveryReader } from './repository/delivery-reader.ts';
import { createNotificationReader } from './repository/notification-reader.ts';
import { createPreferenceReader } from './repository/preference-reader.ts';
import { createUnitOfWork, type UnitOfWork } from './repository/unit-of-work.ts';
import { createDeliveryLog } from './service/delivery-log.ts';
import { createEraseAccount } from './service/erase-account.ts';
import { createMarkRead } from './service/mark-read.ts';
import { createNotify } from './service/notify.ts';
import { createPreferences } from './service/preferences.ts';
import { createTemplatePreview } from './service/preview-templates.ts';
import { createReadNotifications } from './service/read-notifications.ts';
import { createTokenSeal } from './service/token-seal.ts';

/** The notifications service, put together: database → repositories → services → graph, consumers and mail. */
export async function createNotificationsApp(infrastructure: Infrastructure, config: NotificationsConfig) {
  const { database, clock, viewerSigningSecret } = infrastructure;
  const prisma = new PrismaClient({ adapter: createPrismaAdapter(database.pool) });
  const unitOfWork = createUnitOfWork(database);
  const inboxChanges = createChanges();
  const bell = createWakeUp();
  const onMailDue = () => bell.ring();
  const tokenSeal = createTokenSeal(viewerSigningSecret);
  const mailSending = createMailSending({ ...infrastructure, unitOfWork, bell, tokenSeal }, config);
  const subscriptions = createSubscriptions({
    notify: createNotify({ unitOfWork, clock, tokenSeal, onMailDue }),
    eraseAccount: createEraseAccount({ unitOfWork }),
  });
  const messaging = createMessaging({
    ...infrastructure,
    service: 'notifications',
    topics: ['notifications.events'],
    knownTypes,
    subscriptions,
    broadcasts: followFaults(infrastructure.faults, faultSwitched),
    live: followInboxes(inboxChanges),
  });
  const server = await createSubgraphServer({
    ...infrastructure,
    typeDefs,
    resolvers,
    createContext: createContext(createServices({ prisma, unitOfWork, clock, onMailDue, inboxChanges })),
    // Not the mail server: without it the inbox answers, events are taken and mail waits. Calling the service unready
    // would take all of that away too, and restarting it would not bring the mail server back.
    readiness: [database.readiness, ...messaging.readiness],
  });
  if (config.NODE_ENV === 'development') {
    registerTemplatePreview(server, createTemplatePreview({ shopUrl: config.STOREFRONT_URL }));
  }

  return {
    ...createServiceApp({ server, work: [messaging, mailSending], close: [() => prisma.$disconnect()] }),
    subscriptions,
  };
}

function createServices(dependencies: {
  readonly prisma: PrismaClient;
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
  readonly onMailDue: () => void;
  readonly inboxChanges: Changes;
}): Services {
  const { prisma, inboxChanges } = dependencies;
  const reader = createNotificationReader(prisma);
  return {
    markRead: createMarkRead({ ...dependencies, reader }),
    readNotifications: createReadNotifications({ reader }),
    preferences: createPreferences({ ...dependencies, reader: createPreferenceReader(prisma) }),
    deliveryLog: createDeliveryLog({ ...dependencies, reader: createDeliveryReader(prisma) }),
    inboxChanges,
  };
}
