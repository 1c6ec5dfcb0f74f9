import { userUpdated } from '@galleria/events/users';
import { accessErrors } from '@galleria/kit/errors';
import { readName } from '../domain/account.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

export type UpdateProfileOutcome = { readonly kind: 'updated' } | { readonly kind: 'invalid-name' };

/**
 * Changes how an account's person is called, and tells the others when it is another name than before. Throws UNAUTHENTICATED when
 * the account is gone: its token has outlived it.
 */
export function createUpdateProfile(dependencies: { readonly unitOfWork: UnitOfWork }) {
  return async (accountId: string, input: { readonly name: string }): Promise<UpdateProfileOutcome> => {
    const name = readName(input.name);
    if (name === null) return { kind: 'invalid-name' };
    return dependencies.unitOfWork(async ({ accounts, outbox }) => {
      const account = await accounts.rename(accountId, name);
      if (account === null) throw accessErrors.UNAUTHENTICATED({ reason: 'account gone' });
      const { email, nameBefore } = account;
      if (nameBefore !== name) await outbox.add(userUpdated, { userId: accountId, email, name });
      return { kind: 'updated' };
    });
  };
}
