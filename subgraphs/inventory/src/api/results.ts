import type { ResolversTypes } from '../generated/graphql.ts';
import type { AdjustmentOutcome } from '../service/adjust-stock.ts';
import type { ThresholdOutcome } from '../service/set-stock-threshold.ts';

type Result<Union extends keyof ResolversTypes> = Awaited<ResolversTypes[Union]>;

const PRODUCT_UNKNOWN = {
  __typename: 'ProductUnknown',
  code: 'PRODUCT_UNKNOWN',
  message: 'No product has this id.',
} as const;

export function adjustmentResult(productId: string, outcome: AdjustmentOutcome): Result<'AdjustStockResult'> {
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
      return PRODUCT_UNKNOWN;
    case 'invalid':
      return { __typename: 'InvalidAdjustment', code: 'INVALID_ADJUSTMENT', message: outcome.problem };
  }
}

export function thresholdResult(outcome: ThresholdOutcome): Result<'SetStockThresholdResult'> {
  switch (outcome.kind) {
    case 'set':
      return { __typename: 'StockThresholdSet', stock: outcome.level };
    case 'product-unknown':
      return PRODUCT_UNKNOWN;
    case 'invalid':
      return { __typename: 'InvalidStockThreshold', code: 'INVALID_STOCK_THRESHOLD', message: outcome.problem };
  }
}
