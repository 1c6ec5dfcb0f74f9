import { normaliseEmail } from '../../domain/account.ts';
import { isPossiblePassword } from '../../domain/password-policy.ts';
import type { AccountReader } from '../../repository/account-reader.ts';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';
import { deviceName } from './device-name.ts';
import type { PasswordHasher } from '../password/password-hasher.ts';
import type { Sessions, SignedIn } from './sessions.ts';
import type { SignInAttempts } from './sign-in-attempts.ts';

export type SignInOutcome =
  | SignedIn
  | { readonly kind: 'invalid-credentials' }
  | { readonly kind: 'too-many-attempts'; readonly retryAfterSeconds: number };

/** Runs a piece of work when its turn comes: only a few at once may hash, because hashing takes a whole core. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** The network address that the request came from, when it is known. */
  readonly client: string | null;
  /** What the client calls itself, when it is known. */
  readonly userAgent: string | null;
}

const INVALID: SignInOutcome = { kind: 'invalid-credentials' };

/**
 * Checks e-mail address and password. An unknown address gets the same answer, after the same work, as a wrong
 * password.
 */
export function createSignIn(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly reader: Pick<AccountReader, 'withPasswordByEmail'>;
  readonly passwordHasher: PasswordHasher;
  readonly sessions: Pick<Sessions, 'start'>;
  readonly attempts: SignInAttempts;
  readonly inTurn: InTurn;
}) {
  const { unitOfWork, reader, passwordHasher, sessions, attempts, inTurn } = dependencies;

  return async (credentials: Credentials): Promise<SignInOutcome> => {
    const email = normaliseEmail(credentials.email);
    const { password, client } = credentials;
    // From the look at the count to the next count in one turn: of many guesses at once, few can pass the limit
    // together.
    return inTurn(async () => {
      const retryAfterSeconds = await attempts.secondsToWait(email, client);
      if (retryAfterSeconds > 0) return { kind: 'too-many-attempts', retryAfterSeconds };

      const found = isPossiblePassword(password) ? await reader.withPasswordByEmail(email) : null;
      const matches = await passwordHasher.verify(password, found?.passwordHash ?? null);
      if (found === null || !matches) {
        await attempts.failed(email, client);
        return INVALID;
      }
      return unitOfWork(async (work) => {
        // The password may have become another one, and all sessions ended, while this one was looked at.
        if (!(await work.accounts.holdPassword(found.account.id, found.passwordHash))) return INVALID;
        await attempts.succeeded(work, email, client);
        return sessions.start(work, found.account, deviceName(credentials.userAgent));
      });
    });
  };
}
