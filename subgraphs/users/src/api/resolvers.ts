import { dateTimeScalar } from '@galleria/kit/date-time';
import { accessErrors } from '@galleria/kit/errors';
import { requireViewer } from '@galleria/kit/viewer';
import type { Resolvers } from '../generated/graphql.ts';
import { addAddressResult, refreshResult, signInResult, signUpResult } from './results.ts';

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Query: {
    me: (_parent, _args, { caller, loaders }) =>
      caller.viewer === null ? null : loaders.accountById.load(caller.viewer.userId),
  },
  Mutation: {
    signUp: async (_parent, { input }, { signUp }) => signUpResult(await signUp(input)),
    signIn: async (_parent, { input }, { signIn, clientAddress }) =>
      signInResult(await signIn({ ...input, client: clientAddress })),
    refreshSession: async (_parent, { refreshToken }, { sessions }) =>
      refreshResult(await sessions.refresh(refreshToken)),
    signOut: (_parent, { everywhere }, { sessions, caller }) => {
      const { userId, sessionId } = requireViewer(caller);
      return sessions.signOut({ accountId: userId, sessionId, everywhere: everywhere ?? false });
    },
    addAddress: async (_parent, { input }, { addAddress, loaders, caller }) => {
      const { userId } = requireViewer(caller);
      const outcome = await addAddress(userId, { ...input, line2: input.line2 ?? null });
      const user = await loaders.accountById.load(userId);
      if (user === null) throw accessErrors.UNAUTHENTICATED({ reason: 'account gone' });
      return addAddressResult(outcome, user);
    },
  },
  User: {
    __resolveReference: ({ id }, { loaders }) => loaders.accountById.load(id),
    email: ({ details }) => details?.email ?? null,
    roles: ({ details }) => (details === null ? null : [...details.roles]),
    standing: ({ details }) => details?.standing ?? null,
    createdAt: ({ details }) => details?.createdAt ?? null,
    addresses: ({ details }) => (details === null ? null : [...details.addresses]),
    address: ({ details }, { id }) => details?.addresses.find((address) => address.id === id.toLowerCase()) ?? null,
  },
};
