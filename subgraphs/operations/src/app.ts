import { knownTypes, publishers } from '@galleria/events/catalog';
import { createPrismaAdapter } from '@galleria/kit/database/prisma-adapter';
import { createSubgraphServer } from '@galleria/kit/graphql/subgraph-server';
import { createPeriodicTask } from '@galleria/kit/process/periodic-task';
import { createServiceApp } from '@galleria/kit/process/service-app';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import { createMessaging } from '@galleria/messaging/messaging';
import { createSubscriptions } from './api/consumers.ts';
import { createContext } from './api/context.ts';
import { resolvers } from './api/resolvers.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { typeDefs } from './generated/type-defs.ts';
import { createDeadLetterReader } from './repository/dead-letter-reader.ts';
import { createFaultReader } from './repository/fault-repository.ts';
import { createUnitOfWork } from './repository/unit-of-work.ts';
import { createDiscardDeadLetters } from './service/discard-dead-letters.ts';
import { createEraseAccount } from './service/erase-account.ts';
import { createForgetResolved } from './service/forget-resolved.ts';
import { createKeepDeadLetter } from './service/keep-dead-letter.ts';
import { createReadDeadLetters } from './service/read-dead-letters.ts';
import { createReplayDeadLetters } from './service/replay-dead-letters.ts';
import { createSwitchFaults } from './service/switch-faults.ts';

const HOUR_MS = 3_600_000;

/** The operations service, put together: database → repositories → services → graph, consumers and dead letters. */
export async function createOperationsApp(infrastructure: Infrastructure) {
  const { database, clock, logger, faults } = infrastructure;
  const prisma = new PrismaClient({ adapter: createPrismaAdapter(database.pool) });
  const unitOfWork = createUnitOfWork(database);
  const reader = createDeadLetterReader(prisma);
  const subscriptions = createSubscriptions({ eraseAccount: createEraseAccount({ unitOfWork }) });
  const keepDeadLetter = createKeepDeadLetter({ unitOfWork });
  const messaging = createMessaging({
    ...infrastructure,
    service: 'operations',
    topics: ['operations.events'],
    knownTypes,
    subscriptions,
    keepDeadLetter,
  });
  const forget = createPeriodicTask({
    name: 'delete dead letters of long ago',
    everyMs: HOUR_MS,
    work: createForgetResolved({ unitOfWork, clock }),
    logger,
  });
  const server = await createSubgraphServer({
    ...infrastructure,
    typeDefs,
    resolvers,
    createContext: createContext({
      readDeadLetters: createReadDeadLetters({ reader }),
      replayDeadLetters: createReplayDeadLetters({ unitOfWork, reader, clock }),
      discardDeadLetters: createDiscardDeadLetters({ unitOfWork, reader, clock }),
      switchFaults: createSwitchFaults({
        unitOfWork,
        reader: createFaultReader(database),
        areAllowed: faults.areAllowed,
        services: publishers().filter((service) => service !== 'operations'),
        clock,
      }),
      clock,
    }),
    readiness: [database.readiness, ...messaging.readiness, forget.readiness],
  });
  return {
    ...createServiceApp({ server, work: [messaging, forget], close: [() => prisma.$disconnect()] }),
    subscriptions,
    keepDeadLetter,
  };
}
