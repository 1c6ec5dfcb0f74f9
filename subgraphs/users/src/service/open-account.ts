import { userRegistered } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import type { Account, Role } from '../domain/account.ts';
import type { Work } from '../repository/unit-of-work.ts';

export interface NewAccount {
  /** Normalised and valid. */
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly roles: readonly Role[];
}

/** Writes an account and tells the others; null when the e-mail address is taken. */
export async function openAccount(work: Work, newAccount: NewAccount, now: Date): Promise<Account | null> {
  const { email, name, roles, passwordHash } = newAccount;
  const account: Account = { id: newId(), email, name, roles, standing: 'ACTIVE', createdAt: now, addresses: [] };
  if (!(await work.accounts.insert({ ...account, passwordHash }))) return null;
  await work.outbox.add(userRegistered, { userId: account.id, email, name, registeredAt: now.toISOString() });
  return account;
}
