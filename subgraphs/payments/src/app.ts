import type { Infrastructure, ServiceApp } from '@galleria/kit/service-process';
import { createSubgraphServer } from '@galleria/kit/subgraph-server';
import { createMessaging } from '@galleria/messaging/messaging';
import { createSubscriptions } from './api/consumers.ts';
import { createContext } from './api/context.ts';
import { resolvers } from './api/resolvers.ts';
import { createSandboxProvider } from './clients/sandbox-provider.ts';
import type { PaymentsConfig } from './config.ts';
import { createPrisma } from './database/prisma.ts';
import { typeDefs } from './generated/type-defs.ts';
import { createPaymentQueue } from './repository/payment-queue.ts';
import { createPaymentReader } from './repository/payment-reader.ts';
import { createRefundQueue } from './repository/refund-queue.ts';
import { createUnitOfWork, type UnitOfWork } from './repository/unit-of-work.ts';
import { createChargePayments } from './service/charge-payments.ts';
import { createDueWork, type DueWork } from './service/due-work.ts';
import type { PaymentProvider } from './service/payment-provider.ts';
import { createReadPayments } from './service/read-payments.ts';
import { createRefundPayment } from './service/refund-payment.ts';
import { createSettleRefunds } from './service/settle-refunds.ts';
import { createTakeCommands } from './service/take-commands.ts';

export type PaymentsSettings = Pick<
  PaymentsConfig,
  'PROVIDER_CONCURRENCY' | 'PROVIDER_TIMEOUT_MS' | 'PROVIDER_GIVE_UP_MS' | 'PAYMENT_SWEEP_MS' | 'SANDBOX_SLOW_MS'
>;

/** The payments service, put together: database → repositories → services → graph, consumers and what asks the provider. */
export async function createPaymentsApp(
  infrastructure: Infrastructure,
  config: PaymentsSettings,
  provider: PaymentProvider = createSandboxProvider({
    ledger: infrastructure.database,
    slowMs: config.SANDBOX_SLOW_MS,
  }),
) {
  const { database, clock } = infrastructure;
  const prisma = createPrisma(database.pool);
  const unitOfWork = createUnitOfWork(database);
  const charges = createCharges(infrastructure, config, { unitOfWork, provider });
  const refunds = createRefunds(infrastructure, config, { unitOfWork, provider });
  const services = {
    readPayments: createReadPayments({ reader: createPaymentReader(prisma) }),
    refundPayment: createRefundPayment({ unitOfWork, clock, onRefundDue: () => refunds.wake() }),
  };
  const takeCommands = createTakeCommands({
    unitOfWork,
    clock,
    onChargeDue: () => charges.wake(),
    onRefundDue: () => refunds.wake(),
  });
  const messaging = createMessaging({
    ...infrastructure,
    service: 'payments',
    topics: ['payments.events', 'payments.commands'],
    subscriptions: createSubscriptions({ takeCommands }),
  });
  const server = await createSubgraphServer({
    ...infrastructure,
    typeDefs,
    resolvers,
    createContext: createContext(services),
    readiness: [database.readiness, ...messaging.readiness],
  });

  return {
    server,
    charges,
    refunds,
    start: async (listen) => {
      messaging.start();
      charges.start();
      refunds.start();
      return server.listen(listen);
    },
    stop: async () => {
      await server.close();
      await Promise.all([messaging.stop(), charges.stop(), refunds.stop()]);
      await prisma.$disconnect();
    },
  } satisfies ServiceApp & Record<string, unknown>;
}

interface Work {
  readonly unitOfWork: UnitOfWork;
  readonly provider: PaymentProvider;
}

function createCharges({ database, clock, logger }: Infrastructure, config: PaymentsSettings, work: Work): DueWork {
  const source = createChargePayments({
    ...work,
    queue: createPaymentQueue(database),
    clock,
    timeoutMs: config.PROVIDER_TIMEOUT_MS,
    giveUpAfterMs: config.PROVIDER_GIVE_UP_MS,
    logger,
  });
  return createDueWork({ ...pace(config), name: 'charge payments', source, logger });
}

function createRefunds({ database, clock, logger }: Infrastructure, config: PaymentsSettings, work: Work): DueWork {
  const source = createSettleRefunds({
    ...work,
    queue: createRefundQueue(database),
    clock,
    timeoutMs: config.PROVIDER_TIMEOUT_MS,
    logger,
  });
  return createDueWork({ ...pace(config), name: 'settle refunds', source, logger });
}

function pace(config: PaymentsSettings) {
  return {
    concurrency: config.PROVIDER_CONCURRENCY,
    timeoutMs: config.PROVIDER_TIMEOUT_MS,
    sweepMs: config.PAYMENT_SWEEP_MS,
  };
}
