/** What a mail server said: its reply code (RFC 5321, section 4.2) and words, or what went wrong on the way to it. */
export interface Answer {
  readonly code: number | null;
  readonly text: string;
}

/** What became of one try to send a mail. */
export interface SendOutcome {
  readonly kind:
    | 'SENT'
    /** Not to be reached, or not in order: says nothing about the mail, and the next one would fare the same. */
    | 'UNREACHABLE'
    /** Not now (a 4xx reply): this mail may be taken later. */
    | 'DEFERRED'
    /** Never (a 5xx reply): the mailbox does not exist, for example. */
    | 'REFUSED'
    /** Not tried: the link in the mail works no longer. */
    | 'EXPIRED';
  readonly answer: Answer;
}

export type AttemptOutcome = SendOutcome['kind'];

/** Where a mail stands. */
export type DeliveryStatus =
  | 'PENDING'
  | 'SENT'
  /** The mail server will not have it or was away for days, or its link has expired. */
  | 'FAILED'
  /** The customer turned it off before it was sent. */
  | 'CANCELLED';

/** What becomes of the delivery. */
export type DeliveryStep =
  | { readonly kind: 'sent' }
  | { readonly kind: 'wait'; readonly dueAt: Date; readonly counts: boolean }
  | { readonly kind: 'failed' };

const FIRST_WAIT_SECONDS = 20;
const MAX_WAIT_SECONDS = 3_600;
/** About two days, as long as mail servers commonly go on. */
const MAX_ATTEMPTS = 70;

/** As long as a client waits for a server at least, before it gives a mail up (RFC 5321, section 4.5.4.1). */
const LONGEST_OUTAGE_MS = 5 * 86_400_000;

/**
 * An outage counts no attempt: the mail is due again at once, and the sender pauses instead. Only a mail that is five
 * days old and was never answered fails; it may be the mail itself at which the server ends the connection. `attempts`
 * counts this one. `chance`, from 0 to 1, spreads the waits over the upper half of each, so that mails which were put
 * off together do not come back together.
 */
export function nextStep(
  outcome: AttemptOutcome,
  { attempts, createdAt }: { readonly attempts: number; readonly createdAt: Date },
  now: Date,
  chance: number,
): DeliveryStep {
  switch (outcome) {
    case 'SENT':
      return { kind: 'sent' };
    case 'UNREACHABLE':
      if (now.getTime() - createdAt.getTime() > LONGEST_OUTAGE_MS) return { kind: 'failed' };
      return { kind: 'wait', dueAt: now, counts: false };
    case 'REFUSED':
    case 'EXPIRED':
      return { kind: 'failed' };
    case 'DEFERRED': {
      if (attempts >= MAX_ATTEMPTS) return { kind: 'failed' };
      const seconds = Math.min(MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (attempts - 1));
      const waitMs = seconds * 1_000 * (0.5 + 0.5 * chance);
      return { kind: 'wait', dueAt: new Date(now.getTime() + waitMs), counts: true };
    }
  }
}
