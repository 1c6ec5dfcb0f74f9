import { accessErrors } from '@galleria/kit/errors';
import type { Account } from '../../domain/account.ts';
import { isPossiblePassword } from '../../domain/password-policy.ts';
import type { AccountReader } from '../../repository/account-reader.ts';
import type { PasswordHasher } from './password-hasher.ts';
import type { InTurn } from '../session/sign-in.ts';
import type { SignInAttempts } from '../session/sign-in-attempts.ts';

/** Who is signed in and where, when the password is to be shown once more. */
export interface Confirming {
  readonly accountId: string;
  readonly password: string;
  /** The network address that the request came from, when it is known. */
  readonly client: string | null;
}

export type Confirmation =
  /** The hash is what the change that follows compares with: the password may become another one meanwhile. */
  | { readonly kind: 'confirmed'; readonly account: Account; readonly passwordHash: string }
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'too-many-attempts'; readonly retryAfterSeconds: number };

export type ConfirmPassword = (confirming: Confirming) => Promise<Confirmation>;

/**
 * Checks the password of who is signed in already, before what a stolen access token must not be enough for. Wrong ones
 * count as they do at sign-in. Throws UNAUTHENTICATED when the account is gone: its token has outlived it.
 */
export function createConfirmPassword(dependencies: {
  readonly reader: AccountReader;
  readonly passwordHasher: PasswordHasher;
  readonly attempts: Pick<SignInAttempts, 'secondsToWait' | 'failed'>;
  readonly inTurn: InTurn;
}): ConfirmPassword {
  const { reader, passwordHasher, attempts, inTurn } = dependencies;
  return ({ accountId, password, client }) =>
    inTurn(async () => {
      const found = await reader.withPasswordById(accountId);
      if (found === null) throw accessErrors.UNAUTHENTICATED({ reason: 'account gone' });
      const { account, passwordHash } = found;
      const retryAfterSeconds = await attempts.secondsToWait(account.email, client);
      if (retryAfterSeconds > 0) return { kind: 'too-many-attempts', retryAfterSeconds };
      if (isPossiblePassword(password) && (await passwordHasher.verify(password, passwordHash))) {
        return { kind: 'confirmed', account, passwordHash };
      }
      await attempts.failed(account.email, client);
      return { kind: 'wrong-password' };
    });
}
