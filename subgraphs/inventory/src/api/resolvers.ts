import { requireRole } from '@galleria/kit/viewer';
import type { AdjustmentOutcome } from '../service/adjust-stock.ts';
import type { Resolvers, ResolversTypes } from '../generated/graphql.ts';

const ADMINISTRATOR = 'ADMINISTRATOR';

export const resolvers: Resolvers = {
  Mutation: {
    adjustStock: async (_parent, { input }, { adjustStock, caller }) => {
      const { userId } = requireRole(caller, ADMINISTRATOR);
      return adjustmentResult(input.productId, await adjustStock({ ...input, adjustedBy: userId }));
    },
  },
  Product: {
    available: async ({ id }, _args, { loaders }) => (await loaders.stockByProductId.load(id))?.available ?? null,
    inStock: async ({ id, archived }, _args, { loaders }) => {
      const level = await loaders.stockByProductId.load(id);
      return level === null ? null : level.available > 0 && !archived;
    },
  },
};

function adjustmentResult(productId: string, outcome: AdjustmentOutcome): Awaited<ResolversTypes['AdjustStockResult']> {
  switch (outcome.kind) {
    case 'adjusted':
      return { __typename: 'StockAdjusted', product: { id: productId } };
    case 'would-be-negative':
      return {
        __typename: 'StockWouldBeNegative',
        code: 'STOCK_WOULD_BE_NEGATIVE',
        message: 'Fewer pieces are available than would be taken.',
        available: outcome.available,
      };
    case 'product-unknown':
      return { __typename: 'ProductUnknown', code: 'PRODUCT_UNKNOWN', message: 'No product has this id.' };
    case 'invalid':
      return { __typename: 'InvalidAdjustment', code: 'INVALID_ADJUSTMENT', message: outcome.problem };
  }
}
