import { requireViewer } from '@galleria/kit/graphql/viewer';
import { normaliseEmail } from '../../domain/account.ts';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { changedAccount, ownAccount } from '../own-account.ts';
import { changePasswordResult, INVALID_TOKEN, requestPasswordResetResult, weakPassword } from './password-results.ts';

type Names = 'changePassword' | 'requestPasswordReset' | 'resetPassword';

export const passwordMutations: Pick<MutationResolvers, Names> = {
  changePassword: async (_parent, { input }, context) => {
    const { userId: accountId, sessionId } = requireViewer(context.caller);
    const change = { ...input, accountId, sessionId, client: context.clientAddress };
    return changePasswordResult(await context.changePassword(change), await ownAccount(context));
  },
  requestPasswordReset: async (_parent, { email }, { requestPasswordReset, clientAddress: client }) =>
    requestPasswordResetResult(await requestPasswordReset({ email, client }), normaliseEmail(email)),
  resetPassword: async (_parent, { input }, context) => {
    const outcome = await context.resetPassword({ ...input, client: context.clientAddress });
    switch (outcome.kind) {
      case 'reset':
        // A browser that was signed in is not any more.
        context.browserSession.forget();
        return { __typename: 'PasswordReset', user: await changedAccount(outcome.accountId, context) };
      case 'invalid-token':
        return INVALID_TOKEN;
      case 'weak-password':
        return weakPassword(outcome.problem);
    }
  },
};
