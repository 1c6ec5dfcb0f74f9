import {
  emailVerificationRequested,
  newEmailVerificationRequested,
  passwordResetRequested,
} from '@galleria/events/users';
import { expiryOf } from '../../domain/one-time-token.ts';
import type { AccountIdentity } from '../../repository/account-repository.ts';
import type { Work } from '../../repository/unit-of-work.ts';
import { accountData } from '../account/account-events.ts';
import { createSecretToken } from './secret-token.ts';

const MAILED_BY = { VERIFY_EMAIL: emailVerificationRequested, RESET_PASSWORD: passwordResetRequested } as const;

/**
 * Makes the secret of a link, in the place of the one before it, and has it mailed. The account is locked, or new. The
 * secret is in the message only, which leaves the outbox when it is sent; here stays its hash.
 */
export async function sendOneTimeLink(
  { oneTimeTokens, outbox }: Pick<Work, 'oneTimeTokens' | 'outbox'>,
  purpose: keyof typeof MAILED_BY,
  account: AccountIdentity,
  now: Date,
): Promise<void> {
  const { token, hash } = createSecretToken();
  const expiresAt = expiryOf(purpose, now);
  await oneTimeTokens.put({ accountId: account.id, purpose, hash, expiresAt, newEmail: null });
  await outbox.add(MAILED_BY[purpose], { ...accountData(account), token, expiresAt: expiresAt.toISOString() });
}

/** The same for a link that goes to the address which the account is to have. */
export async function sendEmailChangeLink(
  { oneTimeTokens, outbox }: Pick<Work, 'oneTimeTokens' | 'outbox'>,
  account: AccountIdentity,
  newEmail: string,
  now: Date,
): Promise<void> {
  const { token, hash } = createSecretToken();
  const expiresAt = expiryOf('CHANGE_EMAIL', now);
  await oneTimeTokens.put({ accountId: account.id, purpose: 'CHANGE_EMAIL', hash, expiresAt, newEmail });
  const link = { newEmail, token, expiresAt: expiresAt.toISOString() };
  await outbox.add(newEmailVerificationRequested, { ...accountData(account), ...link });
}
