/** The document of a captured payment. Numbers of one year follow each other without a gap. */
export interface Invoice {
  readonly id: string;
  readonly paymentId: string;
  /** As printed, such as `2026-000042`. */
  readonly number: string;
  readonly issuedAt: Date;
}
