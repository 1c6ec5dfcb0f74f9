import type { Product } from '../domain/product.ts';
import type { ArchiveOutcome } from '../service/archive-product.ts';
import type { Suggestion } from '../service/discover.ts';
import type { EditOutcome } from '../service/edit-product.ts';
import type { SaleOutcome } from '../service/put-on-sale.ts';
import type { PriceOutcome } from '../service/set-price.ts';
import {
  BRAND_UNKNOWN,
  CATEGORY_UNKNOWN,
  editConflict,
  invalidPrice,
  invalidProductData,
  PRODUCT_UNKNOWN,
  SLUG_TAKEN,
  type Result,
} from './problems.ts';

export function createProductResult(outcome: SaleOutcome): Result<'CreateProductResult'> {
  switch (outcome.kind) {
    case 'created':
      return { __typename: 'ProductCreated', product: outcome.product };
    case 'invalid':
      return invalidProductData(outcome.problem);
    case 'invalid-price':
      return invalidPrice(outcome.problem);
    case 'category-unknown':
      return CATEGORY_UNKNOWN;
    case 'brand-unknown':
      return BRAND_UNKNOWN;
    case 'slug-taken':
      return SLUG_TAKEN;
  }
}

export function updateProductResult(outcome: EditOutcome): Result<'UpdateProductResult'> {
  switch (outcome.kind) {
    case 'updated':
      return { __typename: 'ProductUpdated', product: outcome.product };
    case 'edit-conflict':
      return productConflict(outcome.current);
    case 'invalid':
      return invalidProductData(outcome.problem);
    case 'category-unknown':
      return CATEGORY_UNKNOWN;
    case 'brand-unknown':
      return BRAND_UNKNOWN;
    case 'slug-taken':
      return SLUG_TAKEN;
    case 'product-unknown':
      return PRODUCT_UNKNOWN;
  }
}

export function priceResult(outcome: PriceOutcome): Result<'SetPriceResult'> {
  switch (outcome.kind) {
    case 'set':
      return { __typename: 'PriceSet', product: outcome.product };
    case 'edit-conflict':
      return productConflict(outcome.current);
    case 'invalid-price':
      return invalidPrice(outcome.problem);
    case 'product-unknown':
      return PRODUCT_UNKNOWN;
  }
}

export function archiveResult(outcome: ArchiveOutcome): Result<'ArchiveProductResult'> {
  return outcome.kind === 'done' ? { __typename: 'ProductArchived', product: outcome.product } : saleProblem(outcome);
}

export function restoreResult(outcome: ArchiveOutcome): Result<'RestoreProductResult'> {
  return outcome.kind === 'done' ? { __typename: 'ProductRestored', product: outcome.product } : saleProblem(outcome);
}

export function suggestionResult(suggestion: Suggestion): Result<'ProductSuggestion'> {
  switch (suggestion.kind) {
    case 'category':
      return { __typename: 'Category', ...suggestion.category };
    case 'product':
      return { __typename: 'Product', ...suggestion.product };
  }
}

function saleProblem(outcome: Exclude<ArchiveOutcome, { readonly kind: 'done' }>) {
  return outcome.kind === 'edit-conflict' ? productConflict(outcome.current) : PRODUCT_UNKNOWN;
}

function productConflict(current: Product) {
  return editConflict({ __typename: 'Product', ...current });
}
