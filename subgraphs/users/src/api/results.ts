import { viewOwnAccount, type AccountView } from '../domain/account-view.ts';
import type { ResolversTypes } from '../generated/graphql.ts';
import type { AddAddressOutcome } from '../service/add-address.ts';
import type { RefreshOutcome, SignedIn } from '../service/sessions.ts';
import type { SignInOutcome } from '../service/sign-in.ts';
import type { SignUpOutcome } from '../service/sign-up.ts';

type Result<Name extends keyof ResolversTypes> = Awaited<ResolversTypes[Name]>;

export function signUpResult(outcome: SignUpOutcome): Result<'SignUpResult'> {
  switch (outcome.kind) {
    case 'signed-in':
      return signedIn(outcome);
    case 'email-taken':
      return { __typename: 'EmailTaken', code: 'EMAIL_TAKEN', message: 'Another account uses this e-mail address.' };
    case 'invalid-email':
      return { __typename: 'InvalidEmail', code: 'INVALID_EMAIL', message: 'This is not an e-mail address.' };
    case 'invalid-name':
      return { __typename: 'InvalidName', code: 'INVALID_NAME', message: 'The name must have 1 to 100 characters.' };
    case 'weak-password':
      return { __typename: 'WeakPassword', code: 'WEAK_PASSWORD', message: outcome.problem };
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
      return {
        __typename: 'TooManyAttempts',
        code: 'TOO_MANY_ATTEMPTS',
        message: 'Too many wrong passwords. Wait a little before the next attempt.',
        retryAfterSeconds: outcome.retryAfterSeconds,
      };
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

export function addAddressResult(outcome: AddAddressOutcome, user: AccountView): Result<'AddAddressResult'> {
  switch (outcome.kind) {
    case 'added':
      return { __typename: 'AddressAdded', address: outcome.address, user };
    case 'invalid':
      return {
        __typename: 'InvalidAddress',
        code: 'INVALID_ADDRESS',
        message: outcome.problem,
        field: outcome.field,
      };
    case 'too-many':
      return {
        __typename: 'TooManyAddresses',
        code: 'TOO_MANY_ADDRESSES',
        message: 'This account has as many addresses as it can have.',
      };
  }
}

function signedIn({
  accessToken,
  refreshToken,
  expiresAt,
  account,
}: SignedIn): Result<'SignedIn'> & { __typename: 'SignedIn' } {
  return { __typename: 'SignedIn', accessToken, refreshToken, expiresAt, user: viewOwnAccount(account) };
}
