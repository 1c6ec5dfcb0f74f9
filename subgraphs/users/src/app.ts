import { createPeriodicTask } from '@galleria/kit/process/periodic-task';
import type { ReadinessCheck } from '@galleria/kit/process/readiness';
import { createServiceApp } from '@galleria/kit/process/service-app';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import { createSubgraphServer } from '@galleria/kit/graphql/subgraph-server';
import { knownTypes } from '@galleria/events/catalog';
import { faultSwitched } from '@galleria/events/operations';
import { followFaults } from '@galleria/messaging/consumer/follow-faults';
import { createMessaging } from '@galleria/messaging/messaging';
import { cookieSettings } from './api/browser-session.ts';
import { createContext } from './api/context.ts';
import { registerKeySetRoute } from './api/key-set-route.ts';
import { resolvers } from './api/resolvers.ts';
import type { UsersConfig } from './config.ts';
import { typeDefs } from './generated/type-defs.ts';
import { createUsersServices } from './services.ts';

const REMOVE_EXPIRED_EVERY_MS = 3_600_000;
const REMOVE_EXPIRED_FIRST_AFTER_MS = 10_000;

/** The users service, put together: services → graph, key set and outgoing messages. */
export async function createUsersApp(infrastructure: Infrastructure, config: UsersConfig) {
  const { database, logger } = infrastructure;
  const services = createUsersServices(infrastructure, config);
  const messaging = createMessaging({
    ...infrastructure,
    service: 'users',
    topics: ['users.events'],
    knownTypes,
    subscriptions: [],
    broadcasts: followFaults(infrastructure.faults, faultSwitched),
  });
  const removeExpired = createPeriodicTask({
    name: 'remove what has expired',
    everyMs: REMOVE_EXPIRED_EVERY_MS,
    firstAfterMs: REMOVE_EXPIRED_FIRST_AFTER_MS,
    work: services.removeExpired,
    logger,
  });
  // Asking for the key makes it when the database is new, so that a ready service can sign and be verified.
  const signingKey: ReadinessCheck = {
    name: 'signing key',
    check: async () => void (await services.signingKeys.current()),
  };
  const server = await createSubgraphServer({
    ...infrastructure,
    typeDefs,
    resolvers,
    createContext: createContext(services.graph, cookieSettings(config)),
    readiness: [database.readiness, signingKey, ...messaging.readiness],
  });
  registerKeySetRoute(server, services.signingKeys);

  return {
    ...createServiceApp({ server, work: [messaging, removeExpired], close: [() => services.prisma.$disconnect()] }),
    seedAccounts: services.seedAccounts,
    rotateSigningKeys: services.rotateSigningKeys,
    removeExpired: services.removeExpired,
  };
}
