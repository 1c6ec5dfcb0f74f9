import type { Database } from '@galleria/kit/database/database';
import { newId } from '@galleria/kit/identifiers';
import { createPaymentQueue } from '../../subgraphs/payments/src/repository/payment-queue.ts';
import {
  createPaymentRepository,
  type NewPayment,
} from '../../subgraphs/payments/src/repository/payment-repository.ts';
import { createRefundQueue } from '../../subgraphs/payments/src/repository/refund-queue.ts';
import { createUnitOfWork } from '../../subgraphs/payments/src/repository/unit-of-work.ts';
import { bindPayments, emptyPayments } from '../repositories/payments-work.ts';
import { createPaymentStatements } from '../services/payments.ts';
import { implementationsOf } from './service-under-test.ts';

export const AT = new Date('2026-05-04T12:00:00.000Z');
export const minutesLater = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
export const ORIGIN = { correlationId: 'c-1', causationId: 'm-1', traceparent: '00-1-2-01' };

export function newPayment(changes: Partial<NewPayment> = {}): NewPayment {
  return {
    ...{ id: newId(), orderId: newId(), orderNumber: 'G-1', customerId: newId(), amountMinor: 1_000, currency: 'CHF' },
    ...{ paymentToken: 'tok_success', billTo: ['Ada', 'Street 1'], createdAt: AT },
    lines: [{ description: 'Lamp', quantity: 1, unitPriceMinor: 1_000 }],
    ...changes,
  };
}

export function newRefund(paymentId: string, amountMinor = 100) {
  return { id: newId(), paymentId, amountMinor, reason: 'CANCELLED', createdAt: AT };
}

/** What a row says that no port tells. */
interface Look {
  readonly reversedAt: Date | null;
  readonly billTo: readonly string[];
  readonly invoice: string | null;
  readonly invoiceBillTo: readonly string[] | null;
  /** Of its refunds, oldest first. */
  readonly reasons: readonly string[];
  readonly locale: string | null;
  /** Of the payment and its refunds: what is kept of the requests behind them. */
  readonly requests: readonly (string | null)[];
}

export const IMPLEMENTATIONS = implementationsOf({
  service: 'payments',
  empty: emptyPayments,
  bind: bindPayments,
  createUnitOfWork: (database: Database) => createUnitOfWork(database),
  memory: (database, life) => ({
    ...createPaymentStatements(life, database),
    look: async (paymentId: string): Promise<Look> => {
      const { payments, invoices, refunds, customers } = database.tables();
      const payment = payments.get(paymentId);
      const its = [...refunds.values()].filter((one) => one.paymentId === paymentId);
      return {
        ...{ reversedAt: payment?.reversedAt ?? null, billTo: payment?.billTo ?? [] },
        invoice: invoices.get(paymentId)?.number ?? null,
        invoiceBillTo: invoices.get(paymentId)?.billTo ?? null,
        reasons: its.map(({ reason }) => reason),
        requests: [...(payment === undefined ? [] : [payment]), ...its].flatMap(
          ({ correlationId, causationId, traceparent }) => [correlationId, causationId, traceparent],
        ),
        locale: customers.get(payment?.customerId ?? '')?.locale ?? null,
      };
    },
  }),
  postgres: (database) => ({
    payments: createPaymentRepository(database),
    charges: createPaymentQueue(database),
    refunds: createRefundQueue(database),
    look: async (paymentId: string): Promise<Look> => {
      const { rows } = await database.pool.query<Look>(
        `select payment.reversed_at as "reversedAt", payment.bill_to as "billTo", invoice.number as invoice,
           invoice.bill_to as "invoiceBillTo", customer.locale,
           array(select reason from refunds where payment_id = payment.id order by created_at) as reasons,
           array[payment.correlation_id, payment.causation_id, payment.traceparent] || array(
             select unnest(array[correlation_id, causation_id, traceparent]) from refunds
             where payment_id = payment.id order by created_at) as requests
         from payments as payment left join invoices as invoice on invoice.payment_id = payment.id
           left join customers as customer on customer.id = payment.customer_id
         where payment.id = $1`,
        [paymentId],
      );
      const [row] = rows;
      if (row === undefined) throw new Error('There is no such payment.');
      return row;
    },
  }),
});
