import type { ResolversTypes } from '../generated/graphql.ts';
import type { NamingProblem } from '../domain/naming.ts';
import type { ArchiveOutcome } from '../service/archive-product.ts';
import type { BrandOutcome, CategoryOutcome } from '../service/arrange-catalogue.ts';
import type { Suggestion } from '../service/discover.ts';
import type { SaleOutcome } from '../service/put-on-sale.ts';
import type { PriceOutcome } from '../service/set-price.ts';

type Result<Union extends keyof ResolversTypes> = Awaited<ResolversTypes[Union]>;

const SLUG_TAKEN = { __typename: 'SlugTaken', code: 'SLUG_TAKEN', message: 'Something else has this slug.' } as const;
const CATEGORY_UNKNOWN = {
  __typename: 'CategoryUnknown',
  code: 'CATEGORY_UNKNOWN',
  message: 'No category has this id.',
} as const;
const BRAND_UNKNOWN = { __typename: 'BrandUnknown', code: 'BRAND_UNKNOWN', message: 'No brand has this id.' } as const;
const PRODUCT_UNKNOWN = {
  __typename: 'ProductUnknown',
  code: 'PRODUCT_UNKNOWN',
  message: 'No product has this id.',
} as const;

export function categoryResult(outcome: CategoryOutcome): Result<'CreateCategoryResult'> {
  switch (outcome.kind) {
    case 'created':
      return { __typename: 'CategoryCreated', category: outcome.category };
    case 'invalid':
      return invalidProductData(outcome.problem);
    case 'category-unknown':
      return CATEGORY_UNKNOWN;
    case 'slug-taken':
      return SLUG_TAKEN;
  }
}

export function brandResult(outcome: BrandOutcome): Result<'CreateBrandResult'> {
  switch (outcome.kind) {
    case 'created':
      return { __typename: 'BrandCreated', brand: outcome.brand };
    case 'invalid':
      return invalidProductData(outcome.problem);
    case 'slug-taken':
      return SLUG_TAKEN;
  }
}

export function productResult(outcome: SaleOutcome): Result<'CreateProductResult'> {
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

export function priceResult(outcome: PriceOutcome): Result<'SetPriceResult'> {
  switch (outcome.kind) {
    case 'set':
      return { __typename: 'PriceSet', product: outcome.product };
    case 'invalid-price':
      return invalidPrice(outcome.problem);
    case 'product-unknown':
      return PRODUCT_UNKNOWN;
  }
}

export function archiveResult(outcome: ArchiveOutcome): Result<'ArchiveProductResult'> {
  switch (outcome.kind) {
    case 'archived':
      return { __typename: 'ProductArchived', product: outcome.product };
    case 'product-unknown':
      return PRODUCT_UNKNOWN;
  }
}

export function suggestionResult(suggestion: Suggestion): Result<'ProductSuggestion'> {
  switch (suggestion.kind) {
    case 'category':
      return { __typename: 'Category', ...suggestion.category };
    case 'product':
      return { __typename: 'Product', ...suggestion.product };
  }
}

function invalidProductData({ field, problem }: NamingProblem) {
  return { __typename: 'InvalidProductData', code: 'INVALID_PRODUCT_DATA', message: problem, field } as const;
}

function invalidPrice(problem: string) {
  return { __typename: 'InvalidPrice', code: 'INVALID_PRICE', message: problem } as const;
}
