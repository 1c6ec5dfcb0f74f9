import { createPrismaAdapter } from '@galleria/kit/database/prisma-adapter';
import { createServiceApp } from '@galleria/kit/process/service-app';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import { createSubgraphServer } from '@galleria/kit/graphql/subgraph-server';
import { knownTypes } from '@galleria/events/catalog';
import { faultSwitched } from '@galleria/events/operations';
import { followFaults } from '@galleria/messaging/consumer/follow-faults';
import { createMessaging } from '@galleria/messaging/messaging';
import { createSubscriptions } from './api/consumers.ts';
import { createContext, type Services } from './api/context.ts';
import { resolvers } from './api/resolvers.ts';
import { registerWebhookRoute } from './api/webhook-route.ts';
import {
  createConfiguredProvider,
  type ConfiguredProvider,
  type ProviderSettings,
} from './clients/configured-provider.ts';
import { withFaults } from './clients/faulty-provider.ts';
import type { PaymentsConfig } from './config.ts';
import { createInvoiceRenderer } from './documents/invoice-document.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { typeDefs } from './generated/type-defs.ts';
import { createChargeSumsReader } from './repository/charge-sums-reader.ts';
import { createPaymentQueue } from './repository/payment-queue.ts';
import { createPaymentReader } from './repository/payment-reader.ts';
import { createPaymentRepository } from './repository/payment-repository.ts';
import { createRefundQueue } from './repository/refund-queue.ts';
import { createUnitOfWork, type UnitOfWork } from './repository/unit-of-work.ts';
import { createChargePayments } from './service/charge-payments.ts';
import { createDrawInvoice } from './service/draw-invoice.ts';
import { createDueWork, type DueWork } from './service/due-work.ts';
import { createFollowAccounts } from './service/follow-accounts.ts';
import type { PaymentProvider } from './service/payment-provider.ts';
import { createReadPayments } from './service/read-payments.ts';
import { createRefundPayment } from './service/refund-payment.ts';
import { createSettleRefunds } from './service/settle-refunds.ts';
import { createTakeCommands } from './service/take-commands.ts';
import { createTakeProviderEvents } from './service/take-provider-events.ts';

export type PaymentsSettings = ProviderSettings &
  Pick<PaymentsConfig, 'PROVIDER_CONCURRENCY' | 'PROVIDER_GIVE_UP_MS' | 'PAYMENT_SWEEP_MS' | 'INVOICE_ISSUER'>;

/**
 * The payments service, put together: database → repositories → services → graph, consumers, webhooks, and what asks
 * the provider. `given` is a provider instead of the one that the configuration chooses.
 */
export async function createPaymentsApp(
  infrastructure: Infrastructure,
  config: PaymentsSettings,
  given?: PaymentProvider,
) {
  const { database, clock, logger } = infrastructure;
  const { provider: chosen, ...configured } =
    given === undefined ? await createConfiguredProvider(infrastructure, config) : fixed(given);
  const provider = withFaults(chosen, infrastructure.faults);
  const prisma = new PrismaClient({ adapter: createPrismaAdapter(database.pool) });
  const unitOfWork = createUnitOfWork(database);
  const charges = createCharges(infrastructure, config, { unitOfWork, provider });
  const refunds = createRefunds(infrastructure, config, { unitOfWork, provider });
  const wake = { onChargeDue: () => charges.wake(), onRefundDue: () => refunds.wake() };
  const subscriptions = createSubscriptions({
    takeCommands: createTakeCommands({ unitOfWork, payments: createPaymentRepository(database), clock, ...wake }),
    followAccounts: createFollowAccounts({ unitOfWork, clock }),
  });
  const messaging = createMessaging({
    ...infrastructure,
    service: 'payments',
    topics: ['payments.events', 'payments.commands'],
    knownTypes,
    subscriptions,
    broadcasts: followFaults(infrastructure.faults, faultSwitched),
  });
  const reader = createPaymentReader(prisma);
  const services: Services = {
    readPayments: createReadPayments({ reader, readSums: createChargeSumsReader(database) }),
    refundPayment: createRefundPayment({ unitOfWork, clock, ...wake }),
    drawInvoice: createDrawInvoice({ reader, render: createInvoiceRenderer({ issuer: issuerOf(config) }) }),
  };
  const server = await createSubgraphServer({
    ...infrastructure,
    typeDefs,
    resolvers,
    createContext: createContext(services),
    readiness: [database.readiness, ...messaging.readiness],
  });
  const takeProviderEvents = createProviderEvents(infrastructure, { unitOfWork, provider });
  registerWebhookRoute(server, { provider, takeProviderEvents, logger });

  return {
    ...createServiceApp({
      server,
      work: [messaging, charges, refunds],
      close: [() => configured.stop(), () => prisma.$disconnect()],
      onListening: configured.onListening,
    }),
    charges,
    refunds,
    subscriptions,
  };
}

function fixed(provider: PaymentProvider): ConfiguredProvider {
  return { provider, onListening: () => undefined, stop: async () => undefined };
}

function issuerOf({ INVOICE_ISSUER }: PaymentsSettings): string[] {
  return INVOICE_ISSUER.split(';').map((line) => line.trim());
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

function createProviderEvents({ database, clock, logger }: Infrastructure, { unitOfWork, provider }: Work) {
  return createTakeProviderEvents({
    provider: provider.name,
    payments: createPaymentQueue(database),
    refunds: createRefundQueue(database),
    unitOfWork,
    clock,
    logger,
  });
}

function pace(config: PaymentsSettings) {
  return {
    concurrency: config.PROVIDER_CONCURRENCY,
    timeoutMs: config.PROVIDER_TIMEOUT_MS,
    sweepMs: config.PAYMENT_SWEEP_MS,
  };
}
