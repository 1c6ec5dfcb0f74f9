import { requireViewer } from '@galleria/kit/graphql/viewer';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { eraseMeResult, profileResult, requestVerificationResult } from './account-results.ts';
import { changedAccount, ownAccount } from '../own-account.ts';
import { INVALID_TOKEN } from './password-results.ts';

type Names = 'requestEmailVerification' | 'verifyEmail' | 'updateProfile' | 'eraseMe';

export const accountMutations: Pick<MutationResolvers, Names> = {
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
  updateProfile: async (_parent, { input }, context) => {
    const change = { name: input.name ?? null, locale: input.locale ?? null };
    const outcome = await context.updateProfile(requireViewer(context.caller).userId, change);
    return profileResult(outcome, await ownAccount(context));
  },
  eraseMe: async (_parent, { input }, context) => {
    const { userId: accountId } = requireViewer(context.caller);
    const { clientAddress: client, browserSession, loaders } = context;
    const outcome = await context.eraseAccount({ accountId, password: input.password, client });
    if (outcome.kind === 'erased') {
      browserSession.forget();
      loaders.accountById.clear(accountId);
    }
    return eraseMeResult(outcome);
  },
};
