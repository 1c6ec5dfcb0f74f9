import { isEmail, normaliseEmail, readName, type Locale } from '../../domain/account.ts';
import { passwordProblem } from '../../domain/password-policy.ts';
import type { AccountReader } from '../../repository/account-reader.ts';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';
import { deviceName } from '../session/device-name.ts';
import { sendOneTimeLink } from '../email/one-time-link.ts';
import { openAccount } from './open-account.ts';
import type { PasswordHasher } from '../password/password-hasher.ts';
import type { Sessions, SignedIn } from '../session/sessions.ts';
import type { InTurn } from '../session/sign-in.ts';

export type SignUpOutcome =
  | SignedIn
  | { readonly kind: 'email-taken' }
  | { readonly kind: 'invalid-email' }
  | { readonly kind: 'invalid-name' }
  | { readonly kind: 'weak-password'; readonly problem: string };

export interface NewCustomer {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly locale: Locale;
  /** What the client calls itself, when it is known. */
  readonly userAgent: string | null;
}

/**
 * Opens an account with the role CUSTOMER, has a link mailed that verifies its address, and signs it in: all or
 * nothing.
 */
export function createSignUp(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly reader: AccountReader;
  readonly passwordHasher: PasswordHasher;
  readonly sessions: Pick<Sessions, 'start'>;
  readonly inTurn: InTurn;
  readonly clock: () => Date;
}) {
  const { unitOfWork, reader, passwordHasher, sessions, inTurn, clock } = dependencies;

  return async (input: NewCustomer): Promise<SignUpOutcome> => {
    const email = normaliseEmail(input.email);
    if (!isEmail(email)) return { kind: 'invalid-email' };
    const name = readName(input.name);
    if (name === null) return { kind: 'invalid-name' };
    const problem = passwordProblem(input.password, email);
    if (problem !== null) return { kind: 'weak-password', problem };
    // Asked before the password is hashed, which costs much more; the insert decides.
    if ((await reader.withPasswordByEmail(email)) !== null) return { kind: 'email-taken' };

    const passwordHash = await inTurn(() => passwordHasher.hash(input.password));
    return unitOfWork(async (work) => {
      const now = clock();
      const { locale } = input;
      const opening = { email, emailVerified: false, name, locale, passwordHash, roles: ['CUSTOMER'] } as const;
      const account = await openAccount(work, opening, now);
      if (account === null) return { kind: 'email-taken' };
      await sendOneTimeLink(work, 'VERIFY_EMAIL', account, now);
      return sessions.start(work, account, deviceName(input.userAgent));
    });
  };
}
