import { dateTimeScalar } from '@galleria/kit/graphql/date-time';
import { scopesOf } from '../domain/scopes.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { accountMutations } from './mutations/account-mutations.ts';
import { addressMutations } from './mutations/address-mutations.ts';
import { emailMutations } from './mutations/email-mutations.ts';
import { passwordMutations } from './mutations/password-mutations.ts';
import { sessionMutations } from './mutations/session-mutations.ts';

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Query: {
    me: (_parent, _args, { caller, loaders }) =>
      caller.viewer === null ? null : loaders.accountById.load(caller.viewer.userId),
  },
  Mutation: { ...sessionMutations, ...passwordMutations, ...emailMutations, ...accountMutations, ...addressMutations },
  User: {
    __resolveReference: ({ id }, { loaders }) => loaders.accountById.load(id),
    email: ({ details }) => details?.email ?? null,
    emailVerified: ({ details }) => details?.emailVerified ?? null,
    locale: ({ details }) => details?.locale ?? null,
    roles: ({ details }) => (details === null ? null : [...details.roles]),
    scopes: ({ details }) => (details === null ? null : scopesOf(details.roles)),
    standing: ({ details }) => details?.standing ?? null,
    createdAt: ({ details }) => details?.createdAt ?? null,
    addresses: ({ details }) => (details === null ? null : [...details.addresses]),
    address: ({ details }, { id }) => details?.addresses.find((address) => address.id === id) ?? null,
    sessions: ({ id, isOwn }, _args, { loaders }) => (isOwn ? loaders.sessionsByAccountId.load(id) : null),
  },
  Session: {
    current: ({ id }, _args, { caller }) => caller.viewer?.sessionId === id,
  },
};
