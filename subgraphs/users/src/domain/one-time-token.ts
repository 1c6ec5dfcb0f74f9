/** What a mailed link does. */
export type TokenPurpose = 'VERIFY_EMAIL' | 'RESET_PASSWORD' | 'CHANGE_EMAIL';

const MINUTE_MS = 60_000;

/**
 * A link that sets a password is dangerous in a mailbox left open. One that verifies is not, nor is one that works only
 * where its account is signed in: they may be read tomorrow.
 */
const LIFETIME_MS: Readonly<Record<TokenPurpose, number>> = {
  RESET_PASSWORD: 30 * MINUTE_MS,
  VERIFY_EMAIL: 24 * 60 * MINUTE_MS,
  CHANGE_EMAIL: 24 * 60 * MINUTE_MS,
};

/** The moment from which a link that is made now works no more. */
export function expiryOf(purpose: TokenPurpose, now: Date): Date {
  return new Date(now.getTime() + LIFETIME_MS[purpose]);
}
