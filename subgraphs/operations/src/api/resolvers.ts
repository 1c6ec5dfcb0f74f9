import { dateTimeScalar } from '@galleria/kit/graphql/date-time';
import { requireRole } from '@galleria/kit/graphql/viewer';
import { isReplayable } from '../domain/dead-letter.ts';
import { moneyBalances, piecesBalance, soldPiecesBalance } from '../domain/balance.ts';
import { withoutSecrets } from '../domain/payload.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { endFaultResult, startFaultResult } from './fault-results.ts';
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
    invariants: (_parent, _args, { caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return { id: 'now' };
    },
    activeFaults: (_parent, _args, { switchFaults, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return switchFaults.active();
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
    startFault: async (_parent, { input }, { switchFaults, caller }) => {
      const { userId } = requireRole(caller, ADMINISTRATOR);
      const { service, delayMs } = input;
      const request = { ...input, service: service ?? null, delayMs: delayMs ?? null };
      return startFaultResult(await switchFaults.start(request, userId));
    },
    endFault: async (_parent, { id }, { switchFaults, caller }) => {
      const { userId } = requireRole(caller, ADMINISTRATOR);
      return endFaultResult(await switchFaults.end(id, userId));
    },
  },
  Fault: {
    startedBy: ({ startedBy }) => ({ id: startedBy }),
  },
  Invariants: {
    money: ({ paidOrders, charges }, _args, { caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return paidOrders == null || charges == null ? null : moneyBalances(paidOrders, charges);
    },
    pieces: ({ stock }, _args, { caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return stock == null ? null : piecesBalance(stock);
    },
    soldPieces: ({ paidOrders, stock }, _args, { caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return paidOrders == null || stock == null ? null : soldPiecesBalance(paidOrders, stock);
    },
    waitingDeadLetters: (_parent, _args, { readDeadLetters, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return readDeadLetters.waitingCount();
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
