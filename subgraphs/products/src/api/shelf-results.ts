import type { Brand, Category } from '../domain/catalogue.ts';
import type { BrandOutcome, RemoveBrandOutcome, RenameBrandOutcome } from '../service/arrange-brands.ts';
import type {
  CategoryOutcome,
  MoveCategoryOutcome,
  RemoveCategoryOutcome,
  RenameCategoryOutcome,
} from '../service/arrange-categories.ts';
import {
  BRAND_UNKNOWN,
  CATEGORY_UNKNOWN,
  editConflict,
  invalidProductData,
  SLUG_TAKEN,
  type Result,
} from './problems.ts';

export function createCategoryResult(outcome: CategoryOutcome): Result<'CreateCategoryResult'> {
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

export function renameCategoryResult(outcome: RenameCategoryOutcome): Result<'RenameCategoryResult'> {
  switch (outcome.kind) {
    case 'renamed':
      return { __typename: 'CategoryRenamed', category: outcome.category };
    case 'edit-conflict':
      return categoryConflict(outcome.current);
    case 'invalid':
      return invalidProductData(outcome.problem);
    case 'category-unknown':
      return CATEGORY_UNKNOWN;
    case 'slug-taken':
      return SLUG_TAKEN;
  }
}

export function moveCategoryResult(outcome: MoveCategoryOutcome): Result<'MoveCategoryResult'> {
  switch (outcome.kind) {
    case 'moved':
      return { __typename: 'CategoryMoved', category: outcome.category };
    case 'edit-conflict':
      return categoryConflict(outcome.current);
    case 'cycle':
      return { __typename: 'CategoryCycle', code: 'CATEGORY_CYCLE', message: 'A category cannot be inside itself.' };
    case 'category-unknown':
      return CATEGORY_UNKNOWN;
  }
}

export function removeCategoryResult(outcome: RemoveCategoryOutcome): Result<'RemoveCategoryResult'> {
  switch (outcome.kind) {
    case 'removed':
      return { __typename: 'CategoryRemoved', categoryId: outcome.categoryId };
    case 'edit-conflict':
      return categoryConflict(outcome.current);
    case 'not-empty': {
      const message = 'The category still holds products or categories.';
      return { __typename: 'CategoryNotEmpty', code: 'CATEGORY_NOT_EMPTY', message, ...outcome.contents };
    }
    case 'category-unknown':
      return CATEGORY_UNKNOWN;
  }
}

export function createBrandResult(outcome: BrandOutcome): Result<'CreateBrandResult'> {
  switch (outcome.kind) {
    case 'created':
      return { __typename: 'BrandCreated', brand: outcome.brand };
    case 'invalid':
      return invalidProductData(outcome.problem);
    case 'slug-taken':
      return SLUG_TAKEN;
  }
}

export function renameBrandResult(outcome: RenameBrandOutcome): Result<'RenameBrandResult'> {
  switch (outcome.kind) {
    case 'renamed':
      return { __typename: 'BrandRenamed', brand: outcome.brand };
    case 'edit-conflict':
      return brandConflict(outcome.current);
    case 'invalid':
      return invalidProductData(outcome.problem);
    case 'brand-unknown':
      return BRAND_UNKNOWN;
    case 'slug-taken':
      return SLUG_TAKEN;
  }
}

export function removeBrandResult(outcome: RemoveBrandOutcome): Result<'RemoveBrandResult'> {
  switch (outcome.kind) {
    case 'removed':
      return { __typename: 'BrandRemoved', brandId: outcome.brandId };
    case 'edit-conflict':
      return brandConflict(outcome.current);
    case 'in-use': {
      const message = 'There are products of this brand.';
      return { __typename: 'BrandInUse', code: 'BRAND_IN_USE', message, products: outcome.products };
    }
    case 'brand-unknown':
      return BRAND_UNKNOWN;
  }
}

function categoryConflict(current: Category) {
  return editConflict({ __typename: 'Category', ...current });
}

function brandConflict(current: Brand) {
  return editConflict({ __typename: 'Brand', ...current });
}
