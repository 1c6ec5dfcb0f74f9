/** What a mail server did with a mail. */
export type SendOutcome =
  | { readonly kind: 'sent' }
  /** Not to be reached, or not in order: says nothing about the mail, and the next one would fare the same. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** Not now (a 4xx reply): this mail may be taken later. */
  | { readonly kind: 'deferred'; readonly reason: string }
  /** Never (a 5xx reply): the mailbox does not exist, for example. */
  | { readonly kind: 'refused'; readonly reason: string };

/** What becomes of the delivery. */
export type DeliveryStep =
  | { readonly kind: 'sent' }
  | { readonly kind: 'wait'; readonly dueAt: Date; readonly reason: string; readonly counts: boolean }
  | { readonly kind: 'failed'; readonly reason: string };

const FIRST_WAIT_SECONDS = 15;
const MAX_WAIT_SECONDS = 3_600;
/** About two days, as long as mail servers commonly go on. */
const MAX_ATTEMPTS = 55;

/**
 * An outage never fails a delivery, however long it lasts: the mail is due again at once, and the sender pauses instead.
 * `attempts` counts this one.
 */
export function nextStep(outcome: SendOutcome, attempts: number, now: Date): DeliveryStep {
  switch (outcome.kind) {
    case 'sent':
      return outcome;
    case 'unreachable':
      return { kind: 'wait', dueAt: now, reason: outcome.reason, counts: false };
    case 'refused':
      return { kind: 'failed', reason: outcome.reason };
    case 'deferred': {
      if (attempts >= MAX_ATTEMPTS) return { kind: 'failed', reason: outcome.reason };
      const seconds = Math.min(MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (attempts - 1));
      return { kind: 'wait', dueAt: new Date(now.getTime() + seconds * 1_000), reason: outcome.reason, counts: true };
    }
  }
}
