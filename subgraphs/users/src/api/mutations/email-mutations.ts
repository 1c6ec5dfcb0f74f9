import { requireViewer } from '@galleria/kit/graphql/viewer';
import { normaliseEmail } from '../../domain/account.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { changedAccount, ownAccount } from '../own-account.ts';
import { changeEmailResult, requestEmailChangeResult, requestVerificationResult } from './email-results.ts';
import { INVALID_TOKEN } from './password-results.ts';

type Names = 'requestEmailVerification' | 'verifyEmail' | 'requestEmailChange' | 'changeEmail';

export const emailMutations: Pick<MutationResolvers, Names> = {
  requestEmailVerification: async (_parent, _args, context) => {
    const { userId } = requireViewer(context.caller);
    const outcome = await context.emailVerification.request(userId, context.clientAddress);
    return requestVerificationResult(outcome, await ownAccount(context));
  },
  verifyEmail: async (_parent, { token }, context) => {
    const outcome = await context.emailVerification.verify(token);
    if (outcome.kind === 'invalid-token') return INVALID_TOKEN;
    return { __typename: 'EmailVerified', user: await changedAccount(outcome.accountId, context) };
  },
  requestEmailChange: async (_parent, { input }, { caller, clientAddress: client, requestEmailChange }) => {
    const { userId: accountId } = requireViewer(caller);
    return requestEmailChangeResult(
      await requestEmailChange({ ...input, accountId, client }),
      normaliseEmail(input.newEmail),
    );
  },
  changeEmail: async (_parent, { token }, context) => {
    const { userId } = requireViewer(context.caller);
    return changeEmailResult(await context.changeEmail(userId, token), await ownAccount(context));
  },
};
