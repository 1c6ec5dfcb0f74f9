import { dateTimeScalar } from '@galleria/kit/date-time';
import { accessErrors } from '@galleria/kit/errors';
import { requireViewer } from '@galleria/kit/viewer';
import type { AccountView } from '../domain/account-view.ts';
import type { Resolvers } from '../generated/graphql.ts';
import type { GraphQLContext } from './context.ts';
import {
  addAddressResult,
  profileResult,
  refreshResult,
  removeAddressResult,
  signInResult,
  signUpResult,
  updateAddressResult,
} from './results.ts';
import { handOver, refresh, signOut } from './session-tokens.ts';

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Query: {
    me: (_parent, _args, { caller, loaders }) =>
      caller.viewer === null ? null : loaders.accountById.load(caller.viewer.userId),
  },
  Mutation: {
    signUp: async (_parent, { input }, { signUp, browserSession }) =>
      signUpResult(handOver(await signUp(input), browserSession)),
    signIn: async (_parent, { input }, { signIn, clientAddress, browserSession }) =>
      signInResult(handOver(await signIn({ ...input, client: clientAddress }), browserSession)),
    refreshSession: async (_parent, { refreshToken }, context) =>
      refreshResult(await refresh(refreshToken ?? null, context)),
    signOut: (_parent, { everywhere }, context) => signOut(everywhere ?? false, context),
    updateProfile: async (_parent, { input }, context) => {
      const outcome = await context.updateProfile(requireViewer(context.caller).userId, input);
      return profileResult(outcome, await ownAccount(context));
    },
    addAddress: async (_parent, { input }, context) => {
      const { userId } = requireViewer(context.caller);
      const outcome = await context.addAddress(userId, { ...input, line2: input.line2 ?? null });
      return addAddressResult(outcome, await ownAccount(context));
    },
    updateAddress: async (_parent, { addressId, input }, context) => {
      const { userId } = requireViewer(context.caller);
      const outcome = await context.changeAddress.update(userId, addressId, { ...input, line2: input.line2 ?? null });
      return updateAddressResult(outcome, await ownAccount(context));
    },
    removeAddress: async (_parent, { addressId }, context) => {
      const outcome = await context.changeAddress.remove(requireViewer(context.caller).userId, addressId);
      return removeAddressResult(outcome, await ownAccount(context));
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

/** The viewer's account after a change. Throws UNAUTHENTICATED when it is gone: its token has outlived it. */
async function ownAccount({ caller, loaders }: GraphQLContext): Promise<AccountView> {
  const { userId } = requireViewer(caller);
  // One operation may change the account several times, and each answer shows what was true after its own change.
  const user = await loaders.accountById.clear(userId).load(userId);
  if (user === null) throw accessErrors.UNAUTHENTICATED({ reason: 'account gone' });
  return user;
}
