import { userErased } from '@galleria/events/users';
import { isLastAdministrator } from '../../domain/account.ts';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';
import type { Confirmation, ConfirmPassword, Confirming } from '../password/password-confirmation.ts';
import { emailKeyOf } from '../session/throttle-counts.ts';

export type EraseAccountOutcome =
  | { readonly kind: 'erased'; readonly erasedAt: Date }
  | { readonly kind: 'last-administrator' }
  | Exclude<Confirmation, { kind: 'confirmed' }>;

/**
 * Removes an account with all that is kept of it here, and tells everybody else to forget it too. Its row goes away and
 * is not blackened: nothing refers to it from outside but by its id, and who asks for that gets null. Access tokens
 * live on for some minutes, of nobody. The last administrator stays, because the graph has no way to make another one.
 * Throws UNAUTHENTICATED when the account is gone already.
 */
export function createEraseAccount(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly confirmPassword: ConfirmPassword;
  readonly clock: () => Date;
}) {
  const { unitOfWork, confirmPassword, clock } = dependencies;

  return async (confirming: Confirming): Promise<EraseAccountOutcome> => {
    const confirmation = await confirmPassword(confirming);
    if (confirmation.kind !== 'confirmed') return confirmation;
    const { accountId } = confirming;
    return unitOfWork(async ({ accounts, throttles, outbox }) => {
      const isAdministrator = confirmation.account.roles.includes('ADMINISTRATOR');
      const administrators = isAdministrator ? await accounts.lockAdministrators() : [];
      const account = await accounts.lock(accountId);
      if (account?.passwordHash !== confirmation.passwordHash) return { kind: 'wrong-password' };
      if (isLastAdministrator(accountId, administrators)) return { kind: 'last-administrator' };
      const erasedAt = clock();
      await accounts.remove(accountId);
      await throttles.removeByEmail(emailKeyOf(account.email));
      await outbox.add(userErased, { userId: accountId, erasedAt: erasedAt.toISOString() });
      return { kind: 'erased', erasedAt };
    });
  };
}
