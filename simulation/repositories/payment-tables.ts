import type { Invoice } from '../../subgraphs/payments/src/domain/invoice.ts';
import { erasedOrigin, type Origin } from '../../subgraphs/payments/src/domain/origin.ts';
import type { Payment, PendingPayment, SettledPayment } from '../../subgraphs/payments/src/domain/payment.ts';
import type { InvoiceRepository } from '../../subgraphs/payments/src/repository/invoice-repository.ts';
import type { PaymentQueue } from '../../subgraphs/payments/src/repository/payment-queue.ts';
import type { NewPayment, PaymentRepository } from '../../subgraphs/payments/src/repository/payment-repository.ts';
import type { Table } from '../ports/memory-database.ts';
import { check, insertRow, pick, updateRow } from '../ports/memory-rows.ts';
import { claimFrom, ORIGIN, postponeIn, type Attempted } from './due-rows.ts';

export interface StoredPayment extends Omit<NewPayment, 'paymentToken'>, Origin, Attempted {
  readonly status: Payment['status'];
  readonly reason: string | null;
  readonly refundedMinor: number;
  readonly paymentToken: string | null;
  readonly cancelReason: string | null;
  readonly providerReference: string | null;
  readonly reversedAt: Date | null;
}

/** What payments knows of an account. */
export interface KnownCustomer {
  readonly locale: string | null;
  readonly localeVersion: number;
  readonly erasedAt: Date | null;
}

export interface PaymentsTable {
  readonly payments: Table<StoredPayment>;
  readonly customers: Table<KnownCustomer>;
}

const NAMES = ['id', 'orderId', 'orderNumber', 'customerId', 'amountMinor', 'currency'] as const;
const PAYMENT = [...NAMES, 'status', 'reason', 'refundedMinor', 'createdAt'] as const satisfies (keyof Payment)[];
const SETTLED = [...NAMES, ...ORIGIN, 'lines', 'billTo'] as const satisfies (keyof SettledPayment)[];
const CLAIMED = [...NAMES, ...ORIGIN, 'cancelReason', 'attempts', 'createdAt'] as const;

export function createPaymentTable({ payments, customers }: PaymentsTable): PaymentRepository {
  const byOrder = (orderId: string) => [...payments.values()].find((payment) => payment.orderId === orderId);
  const change = (id: string, to: (payment: StoredPayment) => Partial<StoredPayment>): void => {
    const changed = updateRow(payments, id, to);
    if (changed !== undefined) checkPayment(changed);
  };
  const shown = (payment: StoredPayment | undefined) => (payment === undefined ? null : pick(payment, PAYMENT));
  return {
    insert: async (payment, origin) => {
      const { erasedAt } = customers.get(payment.customerId) ?? { erasedAt: null };
      if (!customers.has(payment.customerId)) {
        customers.set(payment.customerId, { locale: null, localeVersion: 0, erasedAt: null });
      }
      if (byOrder(payment.orderId) !== undefined) return;
      const kept = erasedAt === null ? origin : erasedOrigin(payment.orderId);
      const row = {
        ...({ ...payment, ...kept, status: 'PENDING', reason: null, refundedMinor: 0, attempts: 0 } as const),
        ...{ cancelReason: null, providerReference: null, reversedAt: null, nextAttemptAt: payment.createdAt },
        billTo: erasedAt === null ? payment.billTo : [],
      };
      checkPayment(row);
      insertRow(payments, 'payments_pkey', payment.id, row);
    },
    cancel: async (orderId, cancelReason) => {
      const payment = byOrder(orderId);
      if (payment?.status !== 'PENDING') return;
      const end = { status: 'CANCELLED', reason: cancelReason, paymentToken: null, billTo: [] } as const;
      change(payment.id, ({ attempts }) => ({ cancelReason, ...(attempts === 0 ? end : {}) }));
    },
    settle: async (id, settlement) => {
      const payment = payments.get(id);
      if (payment?.status !== 'PENDING') return null;
      const end = { status: settlement.status, paymentToken: null, billTo: [] };
      change(id, () =>
        settlement.status === 'CAPTURED'
          ? { ...end, providerReference: settlement.reference, reason: null }
          : { ...end, providerReference: null, reason: settlement.reason },
      );
      return pick(payment, SETTLED);
    },
    lock: async (id) => shown(payments.get(id)),
    lockByOrder: async (orderId) => shown(byOrder(orderId)),
    reverse: async (id, now) => change(id, ({ reversedAt }) => ({ reversedAt: reversedAt ?? now })),
    addRefunded: async (id, amountMinor) =>
      change(id, ({ refundedMinor }) => ({ refundedMinor: refundedMinor + amountMinor })),
  };
}

/** What the database itself holds a payment to. */
function checkPayment({ status, amountMinor, refundedMinor, paymentToken, providerReference }: StoredPayment): void {
  check({
    payments_amount_not_negative: amountMinor >= 0,
    payments_refunded_within_amount: refundedMinor >= 0 && refundedMinor <= amountMinor,
    payments_refunded_only_if_captured: refundedMinor === 0 || status === 'CAPTURED',
    payments_captured_has_reference: status !== 'CAPTURED' || providerReference !== null,
    payments_token_while_pending: (paymentToken !== null) === (status === 'PENDING'),
  });
}

/** The queue's statements on the tables of one transaction, of which each is one of its own. */
export function createPaymentQueue({ payments }: Pick<PaymentsTable, 'payments'>): PaymentQueue {
  return {
    claim: async (range) =>
      claimFrom(payments, range).flatMap((claimed): PendingPayment[] => {
        const { paymentToken } = claimed;
        return paymentToken === null ? [] : [{ ...pick(claimed, CLAIMED), paymentToken }];
      }),
    pending: async (id) => {
      const payment = payments.get(id);
      return payment?.status === 'PENDING' ? pick(payment, ['cancelReason', 'amountMinor', 'currency']) : null;
    },
    postpone: async (id, until) => postponeIn(payments, id, until),
  };
}

export type StoredInvoice = Omit<Invoice, 'id'>;

export function createInvoiceTable(tables: {
  readonly invoices: Table<StoredInvoice>;
  readonly payments: Table<StoredPayment>;
}): InvoiceRepository {
  const { invoices, payments } = tables;
  return {
    issue: async (invoice) => {
      const year = String(invoice.issuedAt.getUTCFullYear());
      const last = [...invoices.values()].filter(({ number }) => number.startsWith(`${year}-`)).length;
      const number = `${year}-${String(last + 1).padStart(6, '0')}`;
      check({ invoices_payment_id_fkey: payments.has(invoice.paymentId) });
      insertRow(invoices, 'invoices_payment_id_key', invoice.paymentId, { ...invoice, number });
    },
  };
}
