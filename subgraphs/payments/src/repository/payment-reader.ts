import type { Invoice, InvoiceLine } from '../domain/invoice.ts';
import { isLocale, type Locale } from '../domain/locale.ts';
import type { Payment } from '../domain/payment.ts';
import type { KnownRefund } from '../domain/refund.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Reads for the graph, outside of any transaction: one query for any number of keys. */
export interface PaymentReader {
  paymentsByOrderIds(orderIds: readonly string[]): Promise<Payment[]>;
  paymentsByIds(ids: readonly string[]): Promise<Payment[]>;
  /** Oldest first. */
  refundsByPaymentIds(paymentIds: readonly string[]): Promise<KnownRefund[]>;
  invoicesByPaymentIds(paymentIds: readonly string[]): Promise<Invoice[]>;
  /** The language of an account; null while it is not known. */
  localeOf(customerId: string): Promise<Locale | null>;
}

export function createPaymentReader(prisma: PrismaClient): PaymentReader {
  const among = (ids: readonly string[]) => ({ in: [...ids] });
  return {
    paymentsByOrderIds: (orderIds) => prisma.payment.findMany({ where: { orderId: among(orderIds) } }),
    paymentsByIds: (ids) => prisma.payment.findMany({ where: { id: among(ids) } }),
    refundsByPaymentIds: async (paymentIds) => {
      const rows = await prisma.refund.findMany({
        where: { paymentId: among(paymentIds) },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return rows.map(({ status, ...refund }) => ({ ...refund, isRefused: status === 'FAILED' }));
    },
    invoicesByPaymentIds: async (paymentIds) => {
      const rows = await prisma.invoice.findMany({ where: { paymentId: among(paymentIds) } });
      // As `issue` wrote them.
      return rows.map((row) => ({ ...row, lines: row.lines as unknown as readonly InvoiceLine[] }));
    },
    localeOf: async (customerId) => {
      const customer = await prisma.customer.findUnique({ where: { id: customerId } });
      const locale = customer?.locale ?? '';
      return isLocale(locale) ? locale : null;
    },
  };
}
