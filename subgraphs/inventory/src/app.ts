import { createPrismaAdapter } from '@galleria/kit/database/prisma-adapter';
import { createChanges } from '@galleria/kit/process/changes';
import { createPeriodicTask } from '@galleria/kit/process/periodic-task';
import { createServiceApp } from '@galleria/kit/process/service-app';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import { createSubgraphServer } from '@galleria/kit/graphql/subgraph-server';
import { knownTypes } from '@galleria/events/catalog';
import { faultSwitched } from '@galleria/events/operations';
import { followFaults } from '@galleria/messaging/consumer/follow-faults';
import { createMessaging } from '@galleria/messaging/messaging';
import { createSubscriptions } from './api/consumers.ts';
import { createContext } from './api/context.ts';
import { followStock, STOCK_REST_MS } from './api/live-stock.ts';
import { resolvers } from './api/resolvers.ts';
import type { InventoryConfig } from './config.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { typeDefs } from './generated/type-defs.ts';
import { createMovementReader } from './repository/movement-reader.ts';
import { createStockReader } from './repository/stock-reader.ts';
import { createStockSumsReader } from './repository/stock-sums-reader.ts';
import { createUnitOfWork } from './repository/unit-of-work.ts';
import { createAdjustStock } from './service/adjust-stock.ts';
import { createAnnounceStock } from './service/announce-stock.ts';
import { createReadMovements } from './service/read-movements.ts';
import { createReadStock } from './service/read-stock.ts';
import { createReservations } from './service/reservations.ts';
import { createSetStockThreshold } from './service/set-stock-threshold.ts';
import { createTrackProducts } from './service/track-products.ts';

/** The inventory service, put together: database → repositories → services → graph and consumers. */
export async function createInventoryApp(infrastructure: Infrastructure, config: InventoryConfig) {
  const { database, clock, logger } = infrastructure;
  const prisma = new PrismaClient({ adapter: createPrismaAdapter(database.pool) });
  const unitOfWork = createUnitOfWork(database);
  const defaultThreshold = config.LOW_STOCK_THRESHOLD;
  const announceStock = createAnnounceStock({ defaultThreshold });
  const reservations = createReservations({ unitOfWork, announceStock, clock, logger });
  const stockChanges = createChanges({ restMs: STOCK_REST_MS });
  const services = {
    adjustStock: createAdjustStock({ unitOfWork, announceStock, clock }),
    setStockThreshold: createSetStockThreshold({ unitOfWork, announceStock, clock }),
    readStock: createReadStock({
      reader: createStockReader({ prisma, db: database }),
      readSums: createStockSumsReader(database),
      defaultThreshold,
    }),
    readMovements: createReadMovements({ reader: createMovementReader(database) }),
    stockChanges,
  };
  const subscriptions = createSubscriptions({ reservations, trackProducts: createTrackProducts({ unitOfWork }) });
  const messaging = createMessaging({
    ...infrastructure,
    service: 'inventory',
    topics: ['inventory.events', 'inventory.commands'],
    knownTypes,
    subscriptions,
    broadcasts: followFaults(infrastructure.faults, faultSwitched),
    live: followStock(stockChanges),
  });
  const sweep = createPeriodicTask({
    name: 'expire reservations',
    everyMs: config.RESERVATION_SWEEP_MS,
    work: async () => {
      // The payment of what is held may lie in Kafka since before the end of the hold.
      if (await messaging.hasCaughtUp()) await reservations.expire();
    },
    logger,
  });
  const server = await createSubgraphServer({
    ...infrastructure,
    typeDefs,
    resolvers,
    createContext: createContext(services),
    readiness: [database.readiness, ...messaging.readiness, sweep.readiness],
  });

  return {
    ...createServiceApp({ server, work: [messaging, sweep], close: [() => prisma.$disconnect()] }),
    reservations,
    subscriptions,
  };
}
