import type { Payment } from '../domain/payment.ts';
import type { Invoice, InvoiceLine } from '../domain/invoice.ts';
import type { Refund } from '../domain/refund.ts';

/** What resolvers pass on for an Order: its key. */
export interface OrderModel {
  readonly id: string;
}

export type PaymentModel = Payment;
export type InvoiceModel = Invoice;

/** A line's currency is its invoice's. */
export interface InvoiceLineModel extends InvoiceLine {
  readonly currency: string;
}

/** A refund's currency is its payment's. */
export interface RefundModel extends Refund {
  readonly currency: string;
}
