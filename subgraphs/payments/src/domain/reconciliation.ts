export type Subject = 'charge' | 'refund';

/** One charge or refund in somebody's books. */
export interface BookEntry {
  readonly subject: Subject;
  /** Our id; null for what the provider knows from somebody else. */
  readonly key: string | null;
  /** The provider's name for it; null in our books while it has not answered. */
  readonly reference: string | null;
  /** Whether these books say that money moved. */
  readonly isMoved: boolean;
  /** Whether these books say that money is to move, and nobody is asked for it: a refund that was refused. */
  readonly isOwed?: boolean;
  /** In the words of the books. */
  readonly state: string;
  /** In the currency's smallest unit. */
  readonly amountMinor: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly createdAt: Date;
}

export type DifferenceKind = 'MISSING_HERE' | 'MISSING_THERE' | 'STATE_DIFFERS' | 'AMOUNT_DIFFERS' | 'REFUND_OWED';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly subject: Subject;
  readonly ours: BookEntry | null;
  readonly theirs: BookEntry | null;
}

/**
 * What two books disagree about in one entry, or owe somebody; null when they agree about the money, as they do where
 * both have declined it.
 */
export function differenceBetween(ours: BookEntry | null, theirs: BookEntry | null): Difference | null {
  const subject = (ours ?? theirs)?.subject ?? 'charge';
  const kind = kindOf(ours, theirs);
  return kind === null ? null : { kind, subject, ours, theirs };
}

function kindOf(ours: BookEntry | null, theirs: BookEntry | null): DifferenceKind | null {
  if (ours === null) return theirs?.isMoved === true ? 'MISSING_HERE' : null;
  if (ours.isOwed === true && theirs?.isMoved !== true) return 'REFUND_OWED';
  if (theirs === null) return ours.isMoved ? 'MISSING_THERE' : null;
  if (ours.isMoved !== theirs.isMoved) return 'STATE_DIFFERS';
  if (!ours.isMoved) return null;
  return ours.amountMinor === theirs.amountMinor && ours.currency === theirs.currency ? null : 'AMOUNT_DIFFERS';
}
