import type { AccountView } from '../../domain/account-view.ts';
import type { ResolversTypes } from '../../generated/graphql.ts';
import type { ChangeEmailOutcome } from '../../service/email/change-email.ts';
import type { RequestEmailChangeOutcome } from '../../service/email/request-email-change.ts';
import type { RequestVerificationOutcome } from '../../service/email/verify-email.ts';
import { INVALID_EMAIL, INVALID_TOKEN, tooManyMails, tooManyPasswords, WRONG_PASSWORD } from './password-results.ts';

export const EMAIL_TAKEN = {
  __typename: 'EmailTaken',
  code: 'EMAIL_TAKEN',
  message: 'Another account uses this e-mail address.',
} as const;

type Result<Name extends keyof ResolversTypes> = Awaited<ResolversTypes[Name]>;

export function requestVerificationResult(
  outcome: RequestVerificationOutcome,
  user: AccountView,
): Result<'RequestEmailVerificationResult'> {
  switch (outcome.kind) {
    case 'requested':
      return { __typename: 'EmailVerificationRequested', user };
    case 'already-verified':
      return {
        __typename: 'EmailAlreadyVerified',
        code: 'EMAIL_ALREADY_VERIFIED',
        message: 'Your e-mail address is verified already.',
      };
    case 'too-many-attempts':
      return tooManyMails(outcome.retryAfterSeconds);
  }
}

export function requestEmailChangeResult(
  outcome: RequestEmailChangeOutcome,
  newEmail: string,
): Result<'RequestEmailChangeResult'> {
  switch (outcome.kind) {
    case 'requested':
      return { __typename: 'EmailChangeRequested', newEmail };
    case 'invalid-email':
      return INVALID_EMAIL;
    case 'unchanged':
      return {
        __typename: 'EmailUnchanged',
        code: 'EMAIL_UNCHANGED',
        message: 'This is the e-mail address that you have already.',
      };
    case 'wrong-password':
      return WRONG_PASSWORD;
    case 'too-many-attempts':
      return tooManyPasswords(outcome.retryAfterSeconds);
    case 'too-many-mails':
      return tooManyMails(outcome.retryAfterSeconds);
  }
}

export function changeEmailResult(outcome: ChangeEmailOutcome, user: AccountView): Result<'ChangeEmailResult'> {
  switch (outcome.kind) {
    case 'changed':
      return { __typename: 'EmailChanged', user };
    case 'invalid-token':
      return INVALID_TOKEN;
    case 'email-taken':
      return EMAIL_TAKEN;
  }
}
