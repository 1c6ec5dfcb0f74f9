import type { Locale } from '../domain/locale.ts';

/** What an invoice says, apart from its numbers. */
export interface InvoiceWords {
  readonly title: string;
  readonly number: string;
  readonly issued: string;
  readonly order: string;
  readonly billTo: string;
  readonly customer: string;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly lineTotal: string;
  readonly total: string;
  readonly paid: string;
  readonly page: (page: number, pages: number) => string;
  /** The language's own way of writing dates and amounts. */
  readonly formats: string;
}

export const INVOICE_WORDS: Readonly<Record<Locale, InvoiceWords>> = {
  en: {
    title: 'Invoice',
    number: 'Invoice number',
    issued: 'Date of issue',
    order: 'Order',
    billTo: 'Bill to',
    customer: 'Customer',
    description: 'Description',
    quantity: 'Quantity',
    unitPrice: 'Unit price',
    lineTotal: 'Amount',
    total: 'Total',
    paid: 'Paid with the order. Nothing is due.',
    page: (page, pages) => `Page ${page} of ${pages}`,
    formats: 'en-GB',
  },
  de: {
    title: 'Rechnung',
    number: 'Rechnungsnummer',
    issued: 'Rechnungsdatum',
    order: 'Bestellung',
    billTo: 'Rechnung an',
    customer: 'Kunde',
    description: 'Bezeichnung',
    quantity: 'Menge',
    unitPrice: 'Einzelpreis',
    lineTotal: 'Betrag',
    total: 'Gesamtbetrag',
    paid: 'Mit der Bestellung bezahlt. Es ist nichts mehr zu zahlen.',
    page: (page, pages) => `Seite ${page} von ${pages}`,
    formats: 'de-DE',
  },
};
