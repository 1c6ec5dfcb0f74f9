import { dateTimeScalar } from '@galleria/kit/graphql/date-time';
import { requireRole } from '@galleria/kit/graphql/viewer';
import { isReplayable } from '../domain/dead-letter.ts';
import { withoutSecrets } from '../domain/payload.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { discardManyResult, discardResult, replayManyResult, replayResult } from './results.ts';

const ADMINISTRATOR = 'ADMINISTRATOR';

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Query: {
    deadLetters: (_parent, { filter, ...page }, { readDeadLetters, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return readDeadLetters.page(filter ?? {}, page);
    },
    deadLetter: (_parent, { id }, { readDeadLetters, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return readDeadLetters.byId(id);
    },
  },
  Mutation: {
    replayDeadLetter: async (_parent, { id }, { replayDeadLetters, caller }) => {
      const { userId } = requireRole(caller, ADMINISTRATOR);
      return replayResult(await replayDeadLetters.one(id, userId));
    },
    discardDeadLetter: async (_parent, { id, reason }, { discardDeadLetters, caller }) => {
      const { userId } = requireRole(caller, ADMINISTRATOR);
      return discardResult(await discardDeadLetters.one(id, userId, reason));
    },
    replayDeadLetters: async (_parent, { filter }, { replayDeadLetters, caller }) => {
      const { userId } = requireRole(caller, ADMINISTRATOR);
      return replayManyResult(await replayDeadLetters.many(filter, userId));
    },
    discardDeadLetters: async (_parent, { filter, reason }, { discardDeadLetters, caller }) => {
      const { userId } = requireRole(caller, ADMINISTRATOR);
      return discardManyResult(await discardDeadLetters.many(filter, userId, reason));
    },
  },
  DeadLetter: {
    source: ({ headers }) => headers['ce_source'] ?? null,
    origin: ({ topic, partition, offset }) => ({ topic, partition, offset: offset.toString() }),
    headers: ({ headers }) => Object.entries(headers).map(([name, value]) => ({ name, value })),
    payload: ({ payload }) => withoutSecrets(payload),
    isReplayable: (letter, _args, { clock }) => isReplayable(letter, clock()),
    order: ({ orderId }) => (orderId === null ? null : { id: orderId }),
    payment: ({ paymentId }) => (paymentId === null ? null : { id: paymentId }),
    resolvedBy: ({ resolvedBy }) => (resolvedBy === null ? null : { id: resolvedBy }),
  },
};
