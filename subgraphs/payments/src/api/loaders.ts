import type { Viewer } from '@galleria/kit/graphql/viewer';
import DataLoader from 'dataloader';
import type { Invoice } from '../domain/invoice.ts';
import type { Payment } from '../domain/payment.ts';
import type { KnownRefund } from '../domain/refund.ts';
import type { ReadPayments } from '../service/read-payments.ts';

/** Each gathers the keys of one request into one query, and finds what this viewer may see. */
export interface Loaders {
  readonly paymentByOrderId: DataLoader<string, Payment | null>;
  readonly paymentById: DataLoader<string, Payment | null>;
  readonly refundsByPaymentId: DataLoader<string, KnownRefund[]>;
  readonly invoiceByPaymentId: DataLoader<string, Invoice | null>;
}

export function createLoaders(
  { readPayments }: { readonly readPayments: ReadPayments },
  viewer: Viewer | null,
): Loaders {
  return {
    paymentByOrderId: new DataLoader((orderIds) => readPayments.byOrderIds(orderIds, viewer)),
    paymentById: new DataLoader((ids) => readPayments.byIds(ids, viewer)),
    refundsByPaymentId: new DataLoader((paymentIds) => readPayments.refundsOfPayments(paymentIds)),
    invoiceByPaymentId: new DataLoader((paymentIds) => readPayments.invoicesOfPayments(paymentIds)),
  };
}
