import { emailChanged, userUpdated } from '@galleria/events/users';
import { accessErrors } from '@galleria/kit/errors';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';
import { accountData } from '../account/account-events.ts';
import { emailKeyOf } from '../session/throttle-counts.ts';
import { hashOfSecretToken } from './secret-token.ts';

export type ChangeEmailOutcome = { readonly kind: 'changed' | 'invalid-token' | 'email-taken' };

const INVALID: ChangeEmailOutcome = { kind: 'invalid-token' };

/**
 * Gives an account the address that its link was mailed to. Only where the account is signed in: an address that was
 * mistyped is somebody's, and the link in their mail must not give them the account. All other links were mailed to the
 * address before this one and work no more; what was counted for it does not follow to whoever has it next. Throws
 * UNAUTHENTICATED when the account is gone.
 */
export function createChangeEmail(dependencies: { readonly unitOfWork: UnitOfWork; readonly clock: () => Date }) {
  const { unitOfWork, clock } = dependencies;

  return async (accountId: string, token: string): Promise<ChangeEmailOutcome> => {
    const hash = hashOfSecretToken(token);
    if (hash === null) return INVALID;
    return unitOfWork(async ({ accounts, oneTimeTokens, throttles, outbox }) => {
      const now = clock();
      const before = await accounts.lock(accountId);
      if (before === null) throw accessErrors.UNAUTHENTICATED({ reason: 'account gone' });
      const email = await oneTimeTokens.newEmailOf({ accountId, hash }, now);
      if (email === null) return INVALID;
      const changed = await accounts.changeEmail(accountId, email, now);
      if (changed === null) return { kind: 'email-taken' };
      await oneTimeTokens.remove(accountId, ['VERIFY_EMAIL', 'RESET_PASSWORD', 'CHANGE_EMAIL']);
      await throttles.removeByEmail(emailKeyOf(before.email));
      const after = accountData(changed);
      await outbox.add(userUpdated, after);
      await outbox.add(emailChanged, { ...after, formerEmail: before.email, changedAt: now.toISOString() });
      return { kind: 'changed' };
    });
  };
}
