import type { Payment } from '../domain/payment.ts';
import type { Invoice } from '../domain/invoice.ts';
import type { Refund } from '../domain/refund.ts';

/** What resolvers pass on for an Order: its key. */
export interface OrderModel {
  readonly id: string;
}

export type PaymentModel = Payment;
export type InvoiceModel = Invoice;

/** A refund's currency is its payment's. */
export interface RefundModel extends Refund {
  readonly currency: string;
}
