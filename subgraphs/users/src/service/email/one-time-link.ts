import { emailVerificationRequested, passwordResetRequested } from '@galleria/events/users';
import type { Account } from '../../domain/account.ts';
import { expiryOf, type TokenPurpose } from '../../domain/one-time-token.ts';
import type { Work } from '../../repository/unit-of-work.ts';
import { accountData } from '../account/account-events.ts';
import { createSecretToken } from './secret-token.ts';

const MAILED_BY = { VERIFY_EMAIL: emailVerificationRequested, RESET_PASSWORD: passwordResetRequested } as const;

/**
 * Makes the secret of a link, in the place of the one before it, and has it mailed. The account is locked, or new. The secret is in
 * the message only, which leaves the outbox when it is sent; here stays its hash.
 */
export async function sendOneTimeLink(
  { oneTimeTokens, outbox }: Pick<Work, 'oneTimeTokens' | 'outbox'>,
  purpose: TokenPurpose,
  account: Pick<Account, 'id' | 'email' | 'name' | 'locale'>,
  now: Date,
): Promise<void> {
  const { token, hash } = createSecretToken();
  const expiresAt = expiryOf(purpose, now);
  await oneTimeTokens.put({ accountId: account.id, purpose, hash, expiresAt });
  await outbox.add(MAILED_BY[purpose], { ...accountData(account), token, expiresAt: expiresAt.toISOString() });
}
