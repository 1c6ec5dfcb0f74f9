import { createPrismaAdapter } from '@galleria/kit/database/prisma-adapter';
import { randomBytes } from 'node:crypto';
import { createChanges, type Changes } from '@galleria/kit/process/changes';
import { createPeriodicTask } from '@galleria/kit/process/periodic-task';
import { createServiceApp } from '@galleria/kit/process/service-app';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import { createSubgraphServer } from '@galleria/kit/graphql/subgraph-server';
import { createViewerSigner } from '@galleria/kit/graphql/viewer';
import { knownTypes } from '@galleria/events/catalog';
import { faultSwitched } from '@galleria/events/operations';
import { followFaults } from '@galleria/messaging/consumer/follow-faults';
import { createMessaging } from '@galleria/messaging/messaging';
import { createSubscriptions } from './api/consumers.ts';
import { createContext, type Services } from './api/context.ts';
import { followOrders } from './api/live-orders.ts';
import { resolvers } from './api/resolvers.ts';
import { createCallPolicy } from './clients/call-policy.ts';
import { createUsersClient, type UsersClient } from './clients/users-client.ts';
import type { OrdersConfig } from './config.ts';
import { ORDER_NUMBER_BYTES, orderNumber } from './domain/order-number.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { typeDefs } from './generated/type-defs.ts';
import { createCartReader } from './repository/cart-reader.ts';
import { createOrderReader } from './repository/order-reader.ts';
import { createOrderRepository } from './repository/order-repository.ts';
import { createOrderSearchReader } from './repository/order-search-reader.ts';
import { createPaidOrdersReader } from './repository/paid-orders-reader.ts';
import { createUnitOfWork } from './repository/unit-of-work.ts';
import { createAdvanceCheckout } from './service/advance-checkout.ts';
import { createChangeCart } from './service/change-cart.ts';
import { createChangeStatus } from './service/change-status.ts';
import { createCheckCustomer } from './service/check-customer.ts';
import { createEraseCustomer } from './service/erase-customer.ts';
import { createReplies } from './service/handle-replies.ts';
import { createPlaceOrder } from './service/place-order.ts';
import { createReadCart } from './service/read-cart.ts';
import { createReadOrders } from './service/read-orders.ts';
import { createSearchOrders } from './service/search-orders.ts';
import { createTakeStep } from './service/take-step.ts';
import { createTimeOutOrders } from './service/time-out-orders.ts';
import { createTrackPrices } from './service/track-prices.ts';

/** The orders service, put together: database → repositories → services → graph and consumers. */
export async function createOrdersApp(infrastructure: Infrastructure, config: OrdersConfig) {
  const { database, logger } = infrastructure;
  const prisma = new PrismaClient({ adapter: createPrismaAdapter(database.pool) });
  const usersClient = connectUsers(infrastructure, config);
  const orderChanges = createChanges();
  const { services, timeOutOrders, ...listeners } = createServices(infrastructure, config, {
    prisma,
    usersClient,
    orderChanges,
  });
  const subscriptions = createSubscriptions(listeners);
  const messaging = createMessaging({
    ...infrastructure,
    service: 'orders',
    topics: ['orders.events'],
    knownTypes,
    subscriptions,
    broadcasts: followFaults(infrastructure.faults, faultSwitched),
    live: followOrders(orderChanges),
  });
  const sweep = createPeriodicTask({
    name: 'time out orders',
    everyMs: config.DEADLINE_SWEEP_MS,
    work: async () => {
      // An answer may lie in Kafka since before the deadline.
      if (await messaging.hasCaughtUp()) await timeOutOrders();
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
    ...createServiceApp({
      server,
      work: [messaging, sweep],
      close: [() => usersClient.close(), () => prisma.$disconnect()],
    }),
    timeOutOrders,
    subscriptions,
  };
}

function createServices(
  { database, clock, logger }: Infrastructure,
  config: OrdersConfig,
  parts: { readonly prisma: PrismaClient; readonly usersClient: UsersClient; readonly orderChanges: Changes },
) {
  const { prisma, usersClient, orderChanges } = parts;
  const unitOfWork = createUnitOfWork(database);
  const orders = createOrderRepository(database);
  const currency = config.CURRENCY;
  const deadlines = { stockMs: config.STOCK_DEADLINE_MS, paymentMs: config.PAYMENT_DEADLINE_MS };
  const takeStep = createTakeStep({ clock, deadlines });
  const advanceCheckout = createAdvanceCheckout({ unitOfWork, takeStep, logger });
  const checkCustomer = createCheckCustomer({ usersClient });
  const nextNumber = () => orderNumber(randomBytes(ORDER_NUMBER_BYTES));
  const services: Services = {
    changeCart: createChangeCart({ unitOfWork, currency }),
    readCart: createReadCart({ reader: createCartReader(prisma), currency }),
    placeOrder: createPlaceOrder({
      unitOfWork,
      orders,
      checkCustomer,
      nextNumber,
      currency,
      deadlines,
      clock,
      logger,
    }),
    changeStatus: createChangeStatus({ advanceCheckout }),
    readOrders: createReadOrders({ reader: createOrderReader(prisma) }),
    searchOrders: createSearchOrders({
      reader: createOrderSearchReader(prisma),
      readPaidOrders: createPaidOrdersReader(database),
      clock,
    }),
    orderChanges,
  };
  return {
    services,
    replies: createReplies({ advanceCheckout }),
    trackPrices: createTrackPrices({ unitOfWork }),
    eraseCustomer: createEraseCustomer({ unitOfWork, takeStep, logger }),
    timeOutOrders: createTimeOutOrders({ orders, advanceCheckout, clock, logger }),
  };
}

function connectUsers({ viewerSigningSecret, logger }: Infrastructure, config: OrdersConfig): UsersClient {
  return createUsersClient({
    url: config.USERS_URL,
    sign: createViewerSigner({ secret: viewerSigningSecret, signedBy: 'orders' }),
    call: createCallPolicy({
      service: 'users',
      timeoutMs: config.USERS_TIMEOUT_MS,
      failuresToOpen: config.USERS_BREAKER_FAILURES,
      openMs: config.USERS_BREAKER_OPEN_MS,
      logger,
    }),
    logger,
  });
}
