import { userRegistered } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import type { Account, Locale, Role } from '../../domain/account.ts';
import type { Work } from '../../repository/unit-of-work.ts';
import { accountData } from './account-events.ts';

export interface NewAccount {
  /** Normalised and valid. */
  readonly email: string;
  /** Whether it is known already that its mail reaches the person. */
  readonly emailVerified: boolean;
  readonly name: string;
  readonly locale: Locale;
  readonly passwordHash: string;
  readonly roles: readonly Role[];
}

/** Writes an account and tells the others; null when the e-mail address is taken. */
export async function openAccount(work: Work, newAccount: NewAccount, now: Date): Promise<Account | null> {
  const { email, emailVerified, name, locale, roles, passwordHash } = newAccount;
  const row = { id: newId(), email, name, locale, roles, standing: 'ACTIVE', createdAt: now, version: 1 } as const;
  if (!(await work.accounts.insert({ ...row, passwordHash, emailVerifiedAt: emailVerified ? now : null }))) return null;
  await work.outbox.add(userRegistered, { ...accountData(row), registeredAt: now.toISOString() });
  return { ...row, emailVerified, addresses: [] };
}
