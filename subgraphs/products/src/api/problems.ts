import type { ResolversTypes } from '../generated/graphql.ts';
import type { Brand, Category } from '../domain/catalogue.ts';
import type { NamingProblem } from '../domain/naming.ts';
import type { Product } from '../domain/product.ts';

/** What a mutation's result union resolves to. */
export type Result<Union extends keyof ResolversTypes> = Awaited<ResolversTypes[Union]>;

export const SLUG_TAKEN = {
  __typename: 'SlugTaken',
  code: 'SLUG_TAKEN',
  message: 'Something else has this slug, or had it.',
} as const;

export const CATEGORY_UNKNOWN = {
  __typename: 'CategoryUnknown',
  code: 'CATEGORY_UNKNOWN',
  message: 'No category has this id.',
} as const;

export const BRAND_UNKNOWN = {
  __typename: 'BrandUnknown',
  code: 'BRAND_UNKNOWN',
  message: 'No brand has this id.',
} as const;

export const PRODUCT_UNKNOWN = {
  __typename: 'ProductUnknown',
  code: 'PRODUCT_UNKNOWN',
  message: 'No product has this id.',
} as const;

export function invalidProductData({ field, problem }: NamingProblem) {
  return { __typename: 'InvalidProductData', code: 'INVALID_PRODUCT_DATA', message: problem, field } as const;
}

export function invalidPrice(problem: string) {
  return { __typename: 'InvalidPrice', code: 'INVALID_PRICE', message: problem } as const;
}

type Editable =
  | (Product & { readonly __typename: 'Product' })
  | (Category & { readonly __typename: 'Category' })
  | (Brand & { readonly __typename: 'Brand' });

export function editConflict(current: Editable) {
  const message = 'Somebody has changed this in the meantime.';
  return { __typename: 'EditConflict', code: 'EDIT_CONFLICT', message, current } as const;
}
