import { viewOwnAccount, type AccountView } from '../domain/account-view.ts';
import type { ResolversTypes } from '../generated/graphql.ts';
import type { AddAddressOutcome } from '../service/add-address.ts';
import type { RemoveAddressOutcome, UpdateAddressOutcome } from '../service/change-address.ts';
import type { RefreshOutcome, SignedIn } from '../service/sessions.ts';
import type { SignInOutcome } from '../service/sign-in.ts';
import type { SignUpOutcome } from '../service/sign-up.ts';
import type { UpdateProfileOutcome } from '../service/update-profile.ts';

type Result<Name extends keyof ResolversTypes> = Awaited<ResolversTypes[Name]>;

const INVALID_NAME = {
  __typename: 'InvalidName',
  code: 'INVALID_NAME',
  message: 'The name must have 1 to 100 characters.',
} as const;
const ADDRESS_UNKNOWN = {
  __typename: 'AddressUnknown',
  code: 'ADDRESS_UNKNOWN',
  message: 'The account has no address with this id.',
} as const;

export function signUpResult(outcome: SignUpOutcome): Result<'SignUpResult'> {
  switch (outcome.kind) {
    case 'signed-in':
      return signedIn(outcome);
    case 'email-taken':
      return { __typename: 'EmailTaken', code: 'EMAIL_TAKEN', message: 'Another account uses this e-mail address.' };
    case 'invalid-email':
      return { __typename: 'InvalidEmail', code: 'INVALID_EMAIL', message: 'This is not an e-mail address.' };
    case 'invalid-name':
      return INVALID_NAME;
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
      return invalidAddress(outcome);
    case 'too-many':
      return {
        __typename: 'TooManyAddresses',
        code: 'TOO_MANY_ADDRESSES',
        message: 'This account has as many addresses as it can have.',
      };
  }
}

export function profileResult(outcome: UpdateProfileOutcome, user: AccountView): Result<'UpdateProfileResult'> {
  switch (outcome.kind) {
    case 'updated':
      return { __typename: 'ProfileUpdated', user };
    case 'invalid-name':
      return INVALID_NAME;
  }
}

export function updateAddressResult(outcome: UpdateAddressOutcome, user: AccountView): Result<'UpdateAddressResult'> {
  switch (outcome.kind) {
    case 'updated':
      return { __typename: 'AddressUpdated', address: outcome.address, user };
    case 'invalid':
      return invalidAddress(outcome);
    case 'address-unknown':
      return ADDRESS_UNKNOWN;
  }
}

export function removeAddressResult(outcome: RemoveAddressOutcome, user: AccountView): Result<'RemoveAddressResult'> {
  switch (outcome.kind) {
    case 'removed':
      return { __typename: 'AddressRemoved', user };
    case 'address-unknown':
      return ADDRESS_UNKNOWN;
  }
}

function invalidAddress({ field, problem }: { readonly field: string; readonly problem: string }) {
  return { __typename: 'InvalidAddress', code: 'INVALID_ADDRESS', message: problem, field } as const;
}

function signedIn({
  accessToken,
  refreshToken,
  expiresAt,
  account,
}: SignedIn): Result<'SignedIn'> & { __typename: 'SignedIn' } {
  return { __typename: 'SignedIn', accessToken, refreshToken, expiresAt, user: viewOwnAccount(account) };
}
