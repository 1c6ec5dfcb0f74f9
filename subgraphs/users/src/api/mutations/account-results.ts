import type { AccountView } from '../../domain/account-view.ts';
import type { ResolversTypes } from '../../generated/graphql.ts';
import type { EraseAccountOutcome } from '../../service/account/erase-account.ts';
import type { UpdateProfileOutcome } from '../../service/account/update-profile.ts';
import { tooManyPasswords, WRONG_PASSWORD } from './password-results.ts';

type Result<Name extends keyof ResolversTypes> = Awaited<ResolversTypes[Name]>;

export const INVALID_NAME = {
  __typename: 'InvalidName',
  code: 'INVALID_NAME',
  message: 'The name must have 1 to 100 characters.',
} as const;

export function profileResult(outcome: UpdateProfileOutcome, user: AccountView): Result<'UpdateProfileResult'> {
  switch (outcome.kind) {
    case 'updated':
      return { __typename: 'ProfileUpdated', user };
    case 'invalid-name':
      return INVALID_NAME;
  }
}

export function eraseMeResult(outcome: EraseAccountOutcome): Result<'EraseMeResult'> {
  switch (outcome.kind) {
    case 'erased':
      return { __typename: 'AccountErased', erasedAt: outcome.erasedAt };
    case 'last-administrator':
      return {
        __typename: 'LastAdministrator',
        code: 'LAST_ADMINISTRATOR',
        message:
          'You are the only administrator, and the shop needs one. Have another account made an administrator first.',
      };
    case 'wrong-password':
      return WRONG_PASSWORD;
    case 'too-many-attempts':
      return tooManyPasswords(outcome.retryAfterSeconds);
  }
}
