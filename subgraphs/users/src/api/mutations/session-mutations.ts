import { requireViewer } from '@galleria/kit/graphql/viewer';
import type { MutationResolvers } from '../../generated/graphql.ts';
import { ownAccount } from '../own-account.ts';
import { refreshResult, sessionEndResult, signInResult, signUpResult } from './session-results.ts';
import { handOver, refresh, signOut } from '../session-tokens.ts';

type Names = 'signUp' | 'signIn' | 'refreshSession' | 'signOut' | 'signOutSession';

export const sessionMutations: Pick<MutationResolvers, Names> = {
  signUp: async (_parent, { input }, { signUp, clientAgent, browserSession }) => {
    const outcome = await signUp({ ...input, locale: input.locale ?? 'EN', userAgent: clientAgent });
    return signUpResult(handOver(outcome, browserSession));
  },
  signIn: async (_parent, { input }, { signIn, clientAddress, clientAgent, browserSession }) => {
    const outcome = await signIn({ ...input, client: clientAddress, userAgent: clientAgent });
    return signInResult(handOver(outcome, browserSession));
  },
  refreshSession: async (_parent, { refreshToken }, context) =>
    refreshResult(await refresh(refreshToken ?? null, context)),
  signOut: (_parent, { everywhere }, context) => signOut(everywhere ?? false, context),
  signOutSession: async (_parent, { sessionId }, context) => {
    const { userId: accountId, sessionId: current } = requireViewer(context.caller);
    const hasEnded = await context.sessions.signOut({ accountId, sessionId, everywhere: false });
    if (hasEnded && current === sessionId) context.browserSession.forget();
    return sessionEndResult(hasEnded, await ownAccount(context));
  },
};
