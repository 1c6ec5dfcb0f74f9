import { userUpdated } from '@galleria/events/users';
import { accessErrors } from '@galleria/kit/errors';
import { readName, type Locale } from '../../domain/account.ts';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';
import { accountData } from './account-events.ts';

export type UpdateProfileOutcome = { readonly kind: 'updated' } | { readonly kind: 'invalid-name' };

/** What is null stays as it is. */
export interface ProfileChange {
  readonly name: string | null;
  readonly locale: Locale | null;
}

/**
 * Changes how an account's person is called, and written to, and tells the others when something is different from
 * before. Throws UNAUTHENTICATED when the account is gone: its token has outlived it.
 */
export function createUpdateProfile(dependencies: { readonly unitOfWork: UnitOfWork }) {
  return async (accountId: string, change: ProfileChange): Promise<UpdateProfileOutcome> => {
    const name = change.name === null ? null : readName(change.name);
    if (name === null && change.name !== null) return { kind: 'invalid-name' };
    return dependencies.unitOfWork(async ({ accounts, outbox }) => {
      const before = await accounts.lock(accountId);
      if (before === null) throw accessErrors.UNAUTHENTICATED({ reason: 'account gone' });
      const profile = { name: name ?? before.name, locale: change.locale ?? before.locale };
      if (profile.name === before.name && profile.locale === before.locale) return { kind: 'updated' };
      const after = await accounts.updateProfile(accountId, profile);
      if (after !== null) await outbox.add(userUpdated, accountData(after));
      return { kind: 'updated' };
    });
  };
}
