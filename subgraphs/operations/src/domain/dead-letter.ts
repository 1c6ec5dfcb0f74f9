/** A message that some service could not handle, and what was done about it. */
export interface DeadLetter {
  /** Sorted by it, letters are sorted by when they failed. */
  readonly id: string;
  /** Who could not handle it. */
  readonly service: string;
  readonly status: DeadLetterStatus;
  readonly messageId: string;
  readonly type: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
  /** Whether payload and headers are a message that can be sent again. */
  readonly isWhole: boolean;
  readonly error: { readonly code: string; readonly message: string; readonly stack: string | null };
  readonly attempts: number;
  readonly correlationId: string | null;
  readonly failedAt: Date;
  readonly orderId: string | null;
  readonly paymentId: string | null;
  readonly resolvedAt: Date | null;
  /** The administrator; null also for whoever holds the server. */
  readonly resolvedBy: string | null;
  /** Why it was discarded. */
  readonly reason: string | null;
}

export type DeadLetterStatus = 'WAITING' | 'REPLAYED' | 'DISCARDED';

/**
 * How long after its failure a message may be sent again. Services remember for 30 days what they handled (the inbox);
 * what is older might take effect a second time.
 */
const REPLAYABLE_MS = 29 * 86_400_000;

export function isReplayable(letter: DeadLetter, now: Date): boolean {
  return letter.status === 'WAITING' && letter.isWhole && letter.failedAt >= replayableSince(now);
}

/** What failed before then is too old to be sent again. */
export function replayableSince(now: Date): Date {
  return new Date(now.getTime() - REPLAYABLE_MS);
}

const LONGEST_REASON = 500;

/** The reason without the space around it; null when it is none. */
export function discardReason(given: string): string | null {
  const reason = given.trim();
  return reason === '' || reason.length > LONGEST_REASON ? null : reason;
}
