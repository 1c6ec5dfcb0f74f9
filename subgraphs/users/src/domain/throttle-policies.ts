import type { ThrottlePolicy, ThrottleScope } from './throttle.ts';

/**
 * What is counted: wrong passwords, and requests for a mail; those for another address by the account's own, and by the
 * other one.
 */
export type Throttled = 'sign-in' | 'password-reset' | 'email-verification' | 'email-change' | 'mail-to-new-email';

const MAILS: Readonly<Record<ThrottleScope, ThrottlePolicy>> = {
  'account-and-client': { free: 5, firstWaitSeconds: 60, maxWaitSeconds: 900 },
  account: { free: 3, firstWaitSeconds: 60, maxWaitSeconds: 600 },
  client: { free: 20, firstWaitSeconds: 60, maxWaitSeconds: 900 },
};

/**
 * Passwords: a wait that lasts is only ever for the one who guesses. The account by itself waits half a minute at most,
 * and not at all for a client from which its owner has signed in before.
 *
 * Mails: who asks again and again waits. The account by itself never refuses anybody: its count only keeps a mailbox
 * from being filled, by sending nothing new while the link that was sent last still works.
 *
 * So nobody can lock somebody else out: docs/decisions/007.
 */
export const THROTTLE_POLICIES: Readonly<Record<Throttled, Readonly<Record<ThrottleScope, ThrottlePolicy>>>> = {
  'sign-in': {
    'account-and-client': { free: 5, firstWaitSeconds: 5, maxWaitSeconds: 900 },
    account: { free: 10, firstWaitSeconds: 2, maxWaitSeconds: 30 },
    client: { free: 50, firstWaitSeconds: 10, maxWaitSeconds: 900 },
  },
  'password-reset': MAILS,
  'email-verification': MAILS,
  'email-change': MAILS,
  'mail-to-new-email': MAILS,
};

/** How long a client stays known for an account after a sign-in. */
export const TRUST_SECONDS = 30 * 86_400;
