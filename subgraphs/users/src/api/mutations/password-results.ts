import type { AccountView } from '../../domain/account-view.ts';
import type { ResolversTypes } from '../../generated/graphql.ts';
import type { ChangePasswordOutcome } from '../../service/password/change-password.ts';
import type { RequestPasswordResetOutcome } from '../../service/password/request-password-reset.ts';

type Result<Name extends keyof ResolversTypes> = Awaited<ResolversTypes[Name]>;

export const INVALID_EMAIL = {
  __typename: 'InvalidEmail',
  code: 'INVALID_EMAIL',
  message: 'This is not an e-mail address.',
} as const;
export const INVALID_TOKEN = {
  __typename: 'InvalidToken',
  code: 'INVALID_TOKEN',
  message: 'This link works no more. Ask for another one.',
} as const;
export const WRONG_PASSWORD = {
  __typename: 'WrongPassword',
  code: 'WRONG_PASSWORD',
  message: 'This is not your password.',
} as const;

export function weakPassword(message: string) {
  return { __typename: 'WeakPassword', code: 'WEAK_PASSWORD', message } as const;
}

export function tooManyPasswords(retryAfterSeconds: number) {
  const message = 'Too many wrong passwords. Wait a little before the next attempt.';
  return { __typename: 'TooManyAttempts', code: 'TOO_MANY_ATTEMPTS', message, retryAfterSeconds } as const;
}

export function tooManyMails(retryAfterSeconds: number) {
  const message = 'There were several mails already. Look for the last one, or wait a little before you ask again.';
  return { __typename: 'TooManyAttempts', code: 'TOO_MANY_ATTEMPTS', message, retryAfterSeconds } as const;
}

export function changePasswordResult(
  outcome: ChangePasswordOutcome,
  user: AccountView,
): Result<'ChangePasswordResult'> {
  switch (outcome.kind) {
    case 'changed':
      return { __typename: 'PasswordChanged', user };
    case 'wrong-password':
      return WRONG_PASSWORD;
    case 'weak-password':
      return weakPassword(outcome.problem);
    case 'too-many-attempts':
      return tooManyPasswords(outcome.retryAfterSeconds);
  }
}

export function requestPasswordResetResult(
  outcome: RequestPasswordResetOutcome,
  email: string,
): Result<'RequestPasswordResetResult'> {
  switch (outcome.kind) {
    case 'requested':
      return { __typename: 'PasswordResetRequested', email };
    case 'invalid-email':
      return INVALID_EMAIL;
    case 'too-many-attempts':
      return tooManyMails(outcome.retryAfterSeconds);
  }
}
