import { passwordChanged } from '@galleria/events/users';
import { passwordProblem } from '../../domain/password-policy.ts';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';
import { accountData } from '../account/account-events.ts';
import type { Confirmation, ConfirmPassword } from './password-confirmation.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { InTurn } from '../session/sign-in.ts';

export type ChangePasswordOutcome =
  | { readonly kind: 'changed' }
  | { readonly kind: 'weak-password'; readonly problem: string }
  | Exclude<Confirmation, { kind: 'confirmed' }>;

export interface PasswordChange {
  readonly accountId: string;
  /** The session that goes on; all others end. */
  readonly sessionId: string | undefined;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly client: string | null;
}

/** Sets another password for who knows the current one. Throws UNAUTHENTICATED when the account is gone. */
export function createChangePassword(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly confirmPassword: ConfirmPassword;
  readonly passwordHasher: PasswordHasher;
  readonly inTurn: InTurn;
  readonly clock: () => Date;
}) {
  const { unitOfWork, confirmPassword, passwordHasher, inTurn, clock } = dependencies;

  return async (change: PasswordChange): Promise<ChangePasswordOutcome> => {
    const { accountId, sessionId, currentPassword, newPassword, client } = change;
    // What nobody may have costs no look at an account.
    const unfit = passwordProblem(newPassword, '');
    if (unfit !== null) return { kind: 'weak-password', problem: unfit };
    const confirmation = await confirmPassword({ accountId, password: currentPassword, client });
    if (confirmation.kind !== 'confirmed') return confirmation;
    const problem = newPassword === currentPassword ? SAME : passwordProblem(newPassword, confirmation.account.email);
    if (problem !== null) return { kind: 'weak-password', problem };

    const passwordHash = await inTurn(() => passwordHasher.hash(newPassword));
    return unitOfWork(async ({ accounts, sessions, oneTimeTokens, outbox }) => {
      const account = await accounts.lock(accountId);
      // Of two changes at once the second knows a password that is none any more.
      if (account?.passwordHash !== confirmation.passwordHash) return { kind: 'wrong-password' };
      const now = clock();
      await accounts.setPassword(accountId, passwordHash);
      await oneTimeTokens.remove(accountId, ['RESET_PASSWORD', 'CHANGE_EMAIL']);
      await sessions.endAll(accountId, 'PASSWORD_CHANGED', now, sessionId);
      await outbox.add(passwordChanged, { ...accountData(account), changedAt: now.toISOString() });
      return { kind: 'changed' };
    });
  };
}

const SAME = 'This is the password that you have already.';
