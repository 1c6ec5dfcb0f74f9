import { passwordChanged } from '@galleria/events/users';
import { passwordProblem } from '../../domain/password-policy.ts';
import type { AccountReader } from '../../repository/account-reader.ts';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';
import { accountData } from '../account/account-events.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { hashOfSecretToken } from '../email/secret-token.ts';
import type { InTurn } from '../session/sign-in.ts';
import type { SignInAttempts } from '../session/sign-in-attempts.ts';

export type ResetPasswordOutcome =
  | { readonly kind: 'reset'; readonly accountId: string }
  | { readonly kind: 'invalid-token' }
  | { readonly kind: 'weak-password'; readonly problem: string };

export interface PasswordReset {
  readonly token: string;
  readonly newPassword: string;
  readonly client: string | null;
}

interface Dependencies {
  readonly unitOfWork: UnitOfWork;
  readonly reader: AccountReader;
  readonly passwordHasher: PasswordHasher;
  readonly attempts: Pick<SignInAttempts, 'succeeded'>;
  readonly inTurn: InTurn;
  readonly clock: () => Date;
}

const INVALID: ResetPasswordOutcome = { kind: 'invalid-token' };

/**
 * Sets the password of the account whose link it is, and ends its sessions: they may be those of who made the reset
 * necessary. The link came by mail, so the address is verified, and the client counts as the owner's from now on. A
 * password that is refused leaves the link as it is.
 */
export function createResetPassword(dependencies: Dependencies) {
  const { unitOfWork, reader, passwordHasher, inTurn, clock } = dependencies;

  return async ({ token, newPassword, client }: PasswordReset): Promise<ResetPasswordOutcome> => {
    // What nobody may have costs no look at an account.
    const unfit = passwordProblem(newPassword, '');
    if (unfit !== null) return { kind: 'weak-password', problem: unfit };
    const hash = hashOfSecretToken(token);
    if (hash === null) return INVALID;
    const accountId = await unitOfWork(({ oneTimeTokens }) => oneTimeTokens.ownerOf('RESET_PASSWORD', hash, clock()));
    const [account] = accountId === null ? [] : await reader.byIds([accountId]);
    if (account === undefined) return INVALID;
    const problem = passwordProblem(newPassword, account.email);
    if (problem !== null) return { kind: 'weak-password', problem };

    const passwordHash = await inTurn(() => passwordHasher.hash(newPassword));
    return setPassword(dependencies, { accountId: account.id, hash, passwordHash, client });
  };
}

async function setPassword(
  { unitOfWork, attempts, clock }: Dependencies,
  reset: { accountId: string; hash: Buffer; passwordHash: string; client: string | null },
): Promise<ResetPasswordOutcome> {
  const { accountId, hash, passwordHash, client } = reset;
  return unitOfWork(async (work) => {
    const now = clock();
    const account = await work.accounts.lock(accountId);
    if (account === null) return INVALID;
    if (!(await work.oneTimeTokens.use({ accountId, purpose: 'RESET_PASSWORD', hash }, now))) return INVALID;
    await work.accounts.setPassword(accountId, passwordHash);
    await work.accounts.markEmailVerified(accountId, now);
    await work.oneTimeTokens.remove(accountId, ['VERIFY_EMAIL', 'CHANGE_EMAIL']);
    await work.sessions.endAll(accountId, 'PASSWORD_CHANGED', now);
    await attempts.succeeded(work, account.email, client);
    await work.outbox.add(passwordChanged, { ...accountData(account), changedAt: now.toISOString() });
    return { kind: 'reset', accountId };
  });
}
