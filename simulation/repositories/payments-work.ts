import type { Work } from '../../subgraphs/payments/src/repository/unit-of-work.ts';
import type { MessageTables, Table } from '../ports/memory-database.ts';
import { createCustomerTable, createErasure } from './customer-tables.ts';
import {
  createInvoiceTable,
  createPaymentTable,
  type KnownCustomer,
  type StoredInvoice,
  type StoredPayment,
} from './payment-tables.ts';
import {
  createRefundRequests,
  createRefundTable,
  type StoredRefund,
  type StoredRefundRequest,
} from './refund-tables.ts';

export interface PaymentTables {
  readonly payments: Table<StoredPayment>;
  readonly refunds: Table<StoredRefund>;
  readonly refundRequests: Table<StoredRefundRequest>;
  /** By payment. */
  readonly invoices: Table<StoredInvoice>;
  readonly customers: Table<KnownCustomer>;
  readonly providerEvents: Table<Date>;
  readonly [name: string]: Table<unknown>;
}

export const emptyPayments = (): PaymentTables => ({
  payments: new Map(),
  refunds: new Map(),
  refundRequests: new Map(),
  invoices: new Map(),
  customers: new Map(),
  providerEvents: new Map(),
});

/** Everything that one transaction of payments can touch. */
export function bindPayments(tables: PaymentTables & MessageTables): Omit<Work, 'outbox' | 'inbox'> {
  const { providerEvents } = tables;
  return {
    payments: createPaymentTable(tables),
    refunds: createRefundTable(tables),
    refundRequests: createRefundRequests(tables),
    invoices: createInvoiceTable(tables),
    customers: createCustomerTable(tables),
    erasure: createErasure(tables),
    providerEvents: {
      accept: async (provider, eventId, now) => {
        const name = `${provider} ${eventId}`;
        if (providerEvents.has(name)) return false;
        providerEvents.set(name, now);
        return true;
      },
    },
  };
}
