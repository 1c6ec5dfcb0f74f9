import { dateTimeScalar } from '@galleria/kit/graphql/date-time';
import { requireRole } from '@galleria/kit/graphql/viewer';
import { onHand } from '../domain/stock-movement.ts';
import type { Resolvers, SubscriptionStockChangedArgs } from '../generated/graphql.ts';
import type { GraphQLContext } from './context.ts';
import { adjustmentResult, thresholdResult } from './results.ts';

const ADMINISTRATOR = 'ADMINISTRATOR';

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Query: {
    lowStock: (_parent, page, { readStock, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return readStock.low(page);
    },
  },
  Subscription: {
    stockChanged: {
      subscribe: (_parent, { productId }, { stockChanges }) => stockChanges.follow(productId),
      resolve: async (_change: null, { productId }: SubscriptionStockChangedArgs, { loaders }: GraphQLContext) => {
        const level = await loaders.stockByProductId.load(productId);
        return level === null ? null : { id: productId };
      },
    },
  },
  Mutation: {
    adjustStock: async (_parent, { input }, { adjustStock, caller }) => {
      const { userId } = requireRole(caller, ADMINISTRATOR);
      const adjustment = { ...input, kind: input.kind ?? 'ADJUSTMENT', adjustedBy: userId };
      return adjustmentResult(input.productId, await adjustStock(adjustment));
    },
    setStockThreshold: async (_parent, { input }, { setStockThreshold, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return thresholdResult(await setStockThreshold(input.productId, input.threshold ?? null));
    },
  },
  Product: {
    available: async ({ id }, _args, { loaders }) => (await loaders.stockByProductId.load(id))?.available ?? null,
    inStock: async ({ id, archived }, _args, { loaders }) => {
      const level = await loaders.stockByProductId.load(id);
      return level === null ? null : level.available > 0 && !archived;
    },
    stock: ({ id }, _args, { loaders, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return loaders.stockByProductId.load(id);
    },
    stockMovements: ({ id }, page, { loaders, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return loaders.movementsByProductId(page).load(id);
    },
  },
  Invariants: {
    stock: (_parent, _args, { readStock, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return readStock.sums();
    },
  },
  ProductStock: {
    product: ({ productId }) => ({ id: productId }),
    pieces: (level) => level,
    threshold: (level, _args, { readStock }) => readStock.markOf(level).threshold,
    isLow: (level, _args, { readStock }) => readStock.markOf(level).isLow,
  },
  StockPieces: { onHand },
  StockMovement: {
    id: ({ position }) => position,
    order: ({ orderId }) => (orderId === null ? null : { id: orderId }),
    administrator: ({ administratorId }) => (administratorId === null ? null : { id: administratorId }),
  },
};
