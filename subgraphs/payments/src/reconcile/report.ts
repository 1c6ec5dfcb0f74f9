import type { BookEntry, Difference, DifferenceKind } from '../domain/reconciliation.ts';

const WORDS: Readonly<Record<DifferenceKind, string>> = {
  MISSING_HERE: 'unknown here',
  MISSING_THERE: 'unknown to the provider',
  STATE_DIFFERS: 'state differs',
  AMOUNT_DIFFERS: 'amount differs',
  REFUND_OWED: 'refused by the provider, and owed to the customer',
};

/**
 * A difference in one line, such as `refund 01a1…: amount differs; here SETTLED 25.00 EUR, there REFUNDED 20.00 EUR
 * (sandbox_refund_…)`.
 */
export function describeDifference({ kind, subject, ours, theirs }: Difference): string {
  const id = ours?.key ?? theirs?.key ?? theirs?.reference ?? '?';
  const reference = theirs?.reference ?? ours?.reference;
  const where = reference === null || reference === undefined ? '' : ` (${reference})`;
  return `${subject} ${id}: ${WORDS[kind]}; here ${side(ours)}, there ${side(theirs)}${where}`;
}

function side(entry: BookEntry | null): string {
  if (entry === null) return 'nothing';
  const { state, amountMinor, currency, createdAt } = entry;
  return `${state} ${amountMinor} ${currency} (smallest unit) of ${createdAt.toISOString()}`;
}
