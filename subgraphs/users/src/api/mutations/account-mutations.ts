import { requireViewer } from '@galleria/kit/graphql/viewer';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { eraseMeResult, profileResult } from './account-results.ts';
import { ownAccount } from '../own-account.ts';

type Names = 'updateProfile' | 'eraseMe';

export const accountMutations: Pick<MutationResolvers, Names> = {
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
