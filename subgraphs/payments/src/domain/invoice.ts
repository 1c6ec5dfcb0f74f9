/**
 * The document of a captured payment, as it was when it was issued. Numbers of one year follow each other without a
 * gap.
 */
export interface Invoice {
  readonly id: string;
  readonly paymentId: string;
  readonly customerId: string;
  /** As printed, such as `2026-000042`. */
  readonly number: string;
  readonly issuedAt: Date;
  readonly orderNumber: string;
  /** In the currency's smallest unit. */
  readonly totalMinor: number;
  /** ISO 4217. */
  readonly currency: string;
  /** At least one; they add up to the total. */
  readonly lines: readonly InvoiceLine[];
  /** Whom it addresses, one line of text each; empty when nobody said, and once the customer is erased. */
  readonly billTo: readonly string[];
}

/** What was bought. The price is in the smallest unit of the invoice's currency. */
export interface InvoiceLine {
  readonly description: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
}

interface BoughtLine {
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: { readonly amountMinor: number; readonly currency: string };
}

const MAX_LINES = 500;
const MAX_DESCRIPTION_LENGTH = 200;
const MAX_ADDRESS_LINES = 8;
const MAX_ADDRESS_LINE_LENGTH = 120;
const CONTROL_CHARACTERS = /\p{Cc}+/gu;

/**
 * What an invoice over the amount lists; null when that is not known, or would contradict the amount: the invoice then
 * has one line, which names the order. An order is not left unpaid over its document.
 */
export function invoiceLines(
  bought: readonly BoughtLine[] | undefined,
  amount: { readonly amountMinor: number; readonly currency: string },
): InvoiceLine[] | null {
  if (bought === undefined || bought.length === 0 || bought.length > MAX_LINES) return null;
  if (bought.some(({ unitPrice }) => unitPrice.currency !== amount.currency)) return null;
  const lines = bought.map(({ name, quantity, unitPrice }) => ({
    description: oneLine(name, MAX_DESCRIPTION_LENGTH),
    quantity,
    unitPriceMinor: unitPrice.amountMinor,
  }));
  return lines.reduce((sum, line) => sum + lineTotalMinor(line), 0) === amount.amountMinor ? lines : null;
}

/** What an invoice lists when nobody knows what was bought. */
export function lineOfOrder(orderNumber: string, amountMinor: number): InvoiceLine {
  return { description: orderNumber, quantity: 1, unitPriceMinor: amountMinor };
}

export function lineTotalMinor({ quantity, unitPriceMinor }: InvoiceLine): number {
  return quantity * unitPriceMinor;
}

/** An address as it is printed: without empty lines, and bounded. */
export function addressLines(billTo: readonly string[] | undefined): string[] {
  const lines = (billTo ?? []).map((line) => oneLine(line, MAX_ADDRESS_LINE_LENGTH));
  return lines.filter((line) => line !== '').slice(0, MAX_ADDRESS_LINES);
}

function oneLine(text: string, maxLength: number): string {
  return [...text.replaceAll(CONTROL_CHARACTERS, ' ').trim()].slice(0, maxLength).join('');
}
