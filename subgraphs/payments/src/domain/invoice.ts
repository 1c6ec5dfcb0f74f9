/** The document of a captured payment. Numbers of one year follow each other without a gap. */
export interface Invoice {
  readonly id: string;
  readonly paymentId: string;
  /** As printed, such as `2026-000042`. */
  readonly number: string;
  readonly issuedAt: Date;
}

const DIGITS = 6;

/** The number of the n-th invoice of a year. Beyond a million it grows longer. */
export function invoiceNumber(year: number, ordinal: number): string {
  return `${year}-${String(ordinal).padStart(DIGITS, '0')}`;
}
