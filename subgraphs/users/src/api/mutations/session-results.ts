import { viewOwnAccount, type AccountView } from '../../domain/account-view.ts';
import type { ResolversTypes } from '../../generated/graphql.ts';
import type { RefreshOutcome, SignedIn } from '../../service/session/sessions.ts';
import type { SignInOutcome } from '../../service/session/sign-in.ts';
import type { SignUpOutcome } from '../../service/account/sign-up.ts';
import { INVALID_NAME } from './account-results.ts';
import { EMAIL_TAKEN } from './email-results.ts';
import { INVALID_EMAIL, tooManyPasswords, weakPassword } from './password-results.ts';

type Result<Name extends keyof ResolversTypes> = Awaited<ResolversTypes[Name]>;

export function signUpResult(outcome: SignUpOutcome): Result<'SignUpResult'> {
  switch (outcome.kind) {
    case 'signed-in':
      return signedIn(outcome);
    case 'email-taken':
      return EMAIL_TAKEN;
    case 'invalid-email':
      return INVALID_EMAIL;
    case 'invalid-name':
      return INVALID_NAME;
    case 'weak-password':
      return weakPassword(outcome.problem);
  }
}

export function signInResult(outcome: SignInOutcome): Result<'SignInResult'> {
  switch (outcome.kind) {
    case 'signed-in':
      return signedIn(outcome);
    case 'invalid-credentials':
      return {
        __typename: 'InvalidCredentials',
        code: 'INVALID_CREDENTIALS',
        message: 'E-mail address or password is wrong.',
      };
    case 'too-many-attempts':
      return tooManyPasswords(outcome.retryAfterSeconds);
  }
}

export function refreshResult(outcome: RefreshOutcome): Result<'RefreshSessionResult'> {
  switch (outcome.kind) {
    case 'signed-in':
      return signedIn(outcome);
    case 'invalid-refresh-token':
      return {
        __typename: 'InvalidRefreshToken',
        code: 'INVALID_REFRESH_TOKEN',
        message: 'This session is over. Sign in again.',
      };
  }
}

export function sessionEndResult(hasEnded: boolean, user: AccountView): Result<'SignOutSessionResult'> {
  if (hasEnded) return { __typename: 'SessionEnded', user };
  return {
    __typename: 'SessionUnknown',
    code: 'SESSION_UNKNOWN',
    message: 'The account has no session with this id, or it has ended already.',
  };
}

function signedIn({
  accessToken,
  refreshToken,
  expiresAt,
  account,
}: SignedIn): Result<'SignedIn'> & { __typename: 'SignedIn' } {
  return { __typename: 'SignedIn', accessToken, refreshToken, expiresAt, user: viewOwnAccount(account) };
}
