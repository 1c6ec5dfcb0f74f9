import { erasedOrigin } from '../../subgraphs/payments/src/domain/origin.ts';
import { ERASED_REASON } from '../../subgraphs/payments/src/domain/refund.ts';
import type { CustomerRepository } from '../../subgraphs/payments/src/repository/customer-repository.ts';
import type { ErasureRepository } from '../../subgraphs/payments/src/repository/erasure-repository.ts';
import type { MessageTables, Table } from '../ports/memory-database.ts';
import { updateRow } from '../ports/memory-rows.ts';
import type { KnownCustomer, StoredInvoice, StoredPayment } from './payment-tables.ts';
import type { StoredRefund } from './refund-tables.ts';

export function createCustomerTable({ customers }: { readonly customers: Table<KnownCustomer> }): CustomerRepository {
  return {
    markErased: async (id, now) => {
      const erasedAt = customers.get(id)?.erasedAt ?? now;
      customers.set(id, { locale: null, localeVersion: 0, erasedAt });
    },
    isErased: async (id) => {
      if (!customers.has(id)) customers.set(id, { locale: null, localeVersion: 0, erasedAt: null });
      return (customers.get(id)?.erasedAt ?? null) !== null;
    },
    learnLocale: async (id, locale, localeVersion) => {
      const known = customers.get(id);
      const isNews = known === undefined || (known.erasedAt === null && known.localeVersion <= localeVersion);
      if (isNews) customers.set(id, { locale, localeVersion, erasedAt: null });
    },
  };
}

/** A reason that the saga gave, and no person wrote. */
const CODE = /^[A-Z][A-Z_]+$/;

export function createErasure(tables: {
  readonly payments: Table<StoredPayment>;
  readonly invoices: Table<StoredInvoice>;
  readonly refunds: Table<StoredRefund>;
  readonly outbox: MessageTables['outbox'];
}): ErasureRepository {
  const { payments, invoices, refunds, outbox } = tables;
  const redact = (orderId: string): void => {
    for (const row of outbox.values()) {
      if (row.key !== orderId || !/^payments\..*refund/.test(row.type)) continue;
      const payload = JSON.parse(row.payload) as Record<string, unknown>;
      if (typeof payload['reason'] !== 'string' || CODE.test(payload['reason'])) continue;
      outbox.set(row.position, { ...row, payload: JSON.stringify({ ...payload, reason: ERASED_REASON }) });
    }
  };
  return {
    // Transactions take turns here.
    lockPayments: async () => undefined,
    pseudonymise: async (customerId) => {
      for (const { id, ...payment } of payments.values()) {
        if (payment.customerId !== customerId) continue;
        const origin = erasedOrigin(payment.orderId);
        updateRow(payments, id, () => ({ billTo: [], ...origin }));
        updateRow(invoices, id, () => ({ billTo: [] }));
        redact(payment.orderId);
        for (const refund of refunds.values()) {
          if (refund.paymentId !== id) continue;
          updateRow(refunds, refund.id, ({ reason }) => ({
            reason: CODE.test(reason) ? reason : ERASED_REASON,
            ...origin,
          }));
        }
      }
    },
  };
}
