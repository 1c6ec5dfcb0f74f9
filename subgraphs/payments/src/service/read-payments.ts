import { isId } from '@galleria/kit/identifiers';
import { hasRole, type Viewer } from '@galleria/kit/graphql/viewer';
import type { Invoice } from '../domain/invoice.ts';
import type { Payment } from '../domain/payment.ts';
import type { KnownRefund } from '../domain/refund.ts';
import type { ChargeSums } from '../repository/charge-sums-reader.ts';
import type { PaymentReader } from '../repository/payment-reader.ts';

/** Reads of many at once, in the order asked, each in one query. */
export interface ReadPayments {
  /** Null where there is none, and where it is neither the viewer's own nor the viewer an administrator. */
  byOrderIds(orderIds: readonly string[], viewer: Viewer | null): Promise<(Payment | null)[]>;
  /** As `byOrderIds`. */
  byIds(ids: readonly string[], viewer: Viewer | null): Promise<(Payment | null)[]>;
  /** For payments that the viewer may see: oldest first. */
  refundsOfPayments(paymentIds: readonly string[]): Promise<KnownRefund[][]>;
  /** For payments that the viewer may see. */
  invoicesOfPayments(paymentIds: readonly string[]): Promise<(Invoice | null)[]>;
  /** What captured charges add up to, by currency. */
  sums(): Promise<ChargeSums[]>;
}

export function createReadPayments(dependencies: {
  readonly reader: PaymentReader;
  readonly readSums: () => Promise<ChargeSums[]>;
}): ReadPayments {
  const { reader, readSums } = dependencies;
  return {
    byOrderIds: async (orderIds, viewer) => {
      const payments = viewer === null ? [] : await reader.paymentsByOrderIds(orderIds.filter(isId));
      return orderIds
        .map((id) => payments.find(({ orderId }) => orderId === id))
        .map((payment) => visible(payment, viewer));
    },
    byIds: async (ids, viewer) => {
      const payments = viewer === null ? [] : await reader.paymentsByIds(ids.filter(isId));
      return ids.map((id) => payments.find((payment) => payment.id === id)).map((payment) => visible(payment, viewer));
    },
    refundsOfPayments: async (paymentIds) => {
      const refunds = await reader.refundsByPaymentIds(paymentIds);
      return paymentIds.map((id) => refunds.filter(({ paymentId }) => paymentId === id));
    },
    invoicesOfPayments: async (paymentIds) => {
      const invoices = await reader.invoicesByPaymentIds(paymentIds);
      return paymentIds.map((id) => invoices.find(({ paymentId }) => paymentId === id) ?? null);
    },
    sums: readSums,
  };
}

function visible(payment: Payment | undefined, viewer: Viewer | null): Payment | null {
  if (payment === undefined || viewer === null) return null;
  return payment.customerId === viewer.userId || hasRole(viewer, 'ADMINISTRATOR') ? payment : null;
}
