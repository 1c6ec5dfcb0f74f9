import type { Invoice } from '../domain/invoice.ts';
import { DEFAULT_LOCALE, type Locale } from '../domain/locale.ts';
import type { PaymentReader } from '../repository/payment-reader.ts';

/** Draws a document: the same invoice in the same language gives the same bytes of PDF. */
export type InvoiceRenderer = (invoice: Invoice, locale: Locale) => Promise<Buffer>;

/** An invoice as PDF, in the language asked for, or else its customer's, or else English. */
export type DrawInvoice = (invoice: Invoice, locale: Locale | null) => Promise<Buffer>;

export function createDrawInvoice(dependencies: {
  readonly reader: Pick<PaymentReader, 'localeOf'>;
  readonly render: InvoiceRenderer;
}): DrawInvoice {
  const { reader, render } = dependencies;
  return async (invoice, locale) =>
    render(invoice, locale ?? (await reader.localeOf(invoice.customerId)) ?? DEFAULT_LOCALE);
}
