import { createSubscriptions } from '../../subgraphs/payments/src/api/consumers.ts';
import type { PaymentQueue } from '../../subgraphs/payments/src/repository/payment-queue.ts';
import type { PaymentRepository } from '../../subgraphs/payments/src/repository/payment-repository.ts';
import type { RefundQueue } from '../../subgraphs/payments/src/repository/refund-queue.ts';
import { createChargePayments } from '../../subgraphs/payments/src/service/charge-payments.ts';
import { createDueWork } from '../../subgraphs/payments/src/service/due-work.ts';
import { createFollowAccounts } from '../../subgraphs/payments/src/service/follow-accounts.ts';
import type { PaymentProvider, WebhookDelivery } from '../../subgraphs/payments/src/service/payment-provider.ts';
import { createRefundPayment } from '../../subgraphs/payments/src/service/refund-payment.ts';
import { createSettleRefunds } from '../../subgraphs/payments/src/service/settle-refunds.ts';
import { createTakeCommands } from '../../subgraphs/payments/src/service/take-commands.ts';
import { createTakeProviderEvents } from '../../subgraphs/payments/src/service/take-provider-events.ts';
import type { MemoryDatabase } from '../ports/memory-database.ts';
import { createPaymentQueue, createPaymentTable } from '../repositories/payment-tables.ts';
import { bindPayments, type PaymentTables } from '../repositories/payments-work.ts';
import { createRefundQueue } from '../repositories/refund-tables.ts';
import type { Life } from '../world/world.ts';
import type { ServiceSurroundings } from './service-life.ts';

const PACE = { concurrency: 4, timeoutMs: 2_000, sweepMs: 3_000 };
const GIVE_UP_MS = 30_000;

/** Payments as its composition root puts it together, over tables in memory. */
export function createPayments(
  { life, clock, logger }: ServiceSurroundings,
  database: MemoryDatabase<PaymentTables>,
  provider: PaymentProvider,
  bind: typeof bindPayments = bindPayments,
) {
  const unitOfWork = database.unitOfWork(life, bind);
  const queues = createPaymentStatements(life, database);
  const work = { unitOfWork, provider, clock, logger, timeoutMs: PACE.timeoutMs };
  const charges = createDueWork({
    ...{ ...PACE, name: 'charge payments', logger },
    source: createChargePayments({ ...work, queue: queues.charges, giveUpAfterMs: GIVE_UP_MS }),
  });
  const refunds = createDueWork({
    ...{ ...PACE, name: 'settle refunds', logger },
    source: createSettleRefunds({ ...work, queue: queues.refunds }),
  });
  const wake = { onChargeDue: () => charges.wake(), onRefundDue: () => refunds.wake() };
  const takeProviderEvents = createTakeProviderEvents({
    ...{ provider: provider.name, payments: queues.charges, refunds: queues.refunds },
    ...{ unitOfWork, clock, logger },
  });
  return {
    takeWebhook: async (delivery: WebhookDelivery): Promise<void> => {
      const event = await provider.readWebhook(delivery);
      if (event !== null) await takeProviderEvents(event);
    },
    subscriptions: createSubscriptions({
      takeCommands: createTakeCommands({ unitOfWork, payments: queues.payments, clock, ...wake }),
      followAccounts: createFollowAccounts({ unitOfWork, clock }),
    }),
    refundPayment: createRefundPayment({ unitOfWork, clock, onRefundDue: wake.onRefundDue }),
    charges,
    refunds,
  };
}

/** What payments asks its database for outside of any transaction. */
export function createPaymentStatements(
  life: Life,
  { statement }: Pick<MemoryDatabase<PaymentTables>, 'statement'>,
): {
  readonly payments: Pick<PaymentRepository, 'insert'>;
  readonly charges: PaymentQueue;
  readonly refunds: RefundQueue;
} {
  return {
    payments: {
      insert: (payment, origin) => statement(life, (tables) => createPaymentTable(tables).insert(payment, origin)),
    },
    charges: {
      claim: (range) => statement(life, (tables) => createPaymentQueue(tables).claim(range)),
      pending: (id) => statement(life, (tables) => createPaymentQueue(tables).pending(id)),
      postpone: (id, until) => statement(life, (tables) => createPaymentQueue(tables).postpone(id, until)),
    },
    refunds: {
      claim: (range) => statement(life, (tables) => createRefundQueue(tables).claim(range)),
      isEnded: (id, reference) => statement(life, (tables) => createRefundQueue(tables).isEnded(id, reference)),
      postpone: (id, until) => statement(life, (tables) => createRefundQueue(tables).postpone(id, until)),
    },
  };
}
