import { isId, newId } from '@galleria/kit/identifiers';
import type { Category } from '../domain/catalogue.ts';
import { edited, given, isCurrent, type Changes } from '../domain/edit.ts';
import { namingProblem, trimmed, type NamingProblem } from '../domain/naming.ts';
import type { CategoryContents } from '../repository/category-repository.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

type Unknown = { readonly kind: 'category-unknown' };
type Conflict = { readonly kind: 'edit-conflict'; readonly current: Category };
type Misnamed = { readonly kind: 'invalid'; readonly problem: NamingProblem } | { readonly kind: 'slug-taken' };

export type CategoryOutcome = { readonly kind: 'created'; readonly category: Category } | Misnamed | Unknown;
export type RenameCategoryOutcome =
  { readonly kind: 'renamed'; readonly category: Category } | Misnamed | Conflict | Unknown;
export type MoveCategoryOutcome =
  { readonly kind: 'moved'; readonly category: Category } | { readonly kind: 'cycle' } | Conflict | Unknown;
export type RemoveCategoryOutcome =
  | { readonly kind: 'removed'; readonly categoryId: string }
  | { readonly kind: 'not-empty'; readonly contents: CategoryContents }
  | Conflict
  | Unknown;

/** A category, and the version of it that the administrator saw. */
export interface SeenCategory {
  readonly categoryId: string;
  readonly version: number;
}

export interface ArrangeCategories {
  /** Adds a category as the last inside its parent, or at the end of the top. */
  add(input: { slug: string; name: string; parentId: string | null }): Promise<CategoryOutcome>;
  /** The slug of before still leads to it. */
  rename(input: SeenCategory & Changes<Pick<Category, 'slug' | 'name'>>): Promise<RenameCategoryOutcome>;
  /** Moves it with all that is inside to the end of another one, or of the top. A category never gets inside itself. */
  move(input: SeenCategory & { readonly parentId: string | null }): Promise<MoveCategoryOutcome>;
  /** Removes it and its slugs, when neither a product, archived or not, nor a category is in it. */
  remove(input: { readonly categoryId: string; readonly version: number | null }): Promise<RemoveCategoryOutcome>;
}

/** The shelves of the shop. */
export function createArrangeCategories({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ArrangeCategories {
  return {
    add: async ({ slug, name, parentId }) => {
      const problem = namingProblem({ slug, name });
      if (problem !== null) return { kind: 'invalid', problem };
      if (parentId !== null && !isId(parentId)) return { kind: 'category-unknown' };
      const category = { id: newId(), slug, name: name.trim(), parentId, version: 1 };
      return unitOfWork(async ({ categories }) => {
        if (parentId !== null && !(await categories.has(parentId))) return { kind: 'category-unknown' };
        return (await categories.insert(category)) ? { kind: 'created', category } : { kind: 'slug-taken' };
      });
    },
    rename: async ({ categoryId, version, slug, name }) => {
      const naming = given<Pick<Category, 'slug' | 'name'>>({ slug, name });
      const problem = namingProblem(naming);
      if (problem !== null) return { kind: 'invalid', problem };
      if (!isId(categoryId)) return { kind: 'category-unknown' };
      return unitOfWork((work) => rename(work, { categoryId, version }, trimmed(naming)));
    },
    move: async ({ parentId, ...seen }) => {
      if (!isId(seen.categoryId) || (parentId !== null && !isId(parentId))) return { kind: 'category-unknown' };
      return unitOfWork((work) => move(work, seen, parentId));
    },
    remove: async ({ categoryId, version }) => {
      if (!isId(categoryId)) return { kind: 'category-unknown' };
      return unitOfWork((work) => remove(work, categoryId, version));
    },
  };
}

async function rename(
  { categories }: Work,
  { categoryId, version }: SeenCategory,
  naming: Partial<Category>,
): Promise<RenameCategoryOutcome> {
  const category = await categories.lock(categoryId);
  if (category === null) return { kind: 'category-unknown' };
  if (!isCurrent(category, version)) return { kind: 'edit-conflict', current: category };
  const renamed = edited(category, naming);
  if (renamed === null) return { kind: 'renamed', category };
  if (!(await categories.claimSlug(categoryId, renamed.slug))) return { kind: 'slug-taken' };
  await categories.saveNaming(renamed);
  return { kind: 'renamed', category: renamed };
}

/**
 * The lock on the tree comes first: two moves that each look before the other has moved could put both inside each
 * other.
 */
async function move(
  { categories }: Work,
  { categoryId, version }: SeenCategory,
  parentId: string | null,
): Promise<MoveCategoryOutcome> {
  await categories.lockTree();
  const category = await categories.lock(categoryId);
  if (category === null) return { kind: 'category-unknown' };
  if (!isCurrent(category, version)) return { kind: 'edit-conflict', current: category };
  if (parentId !== null && !(await categories.has(parentId))) return { kind: 'category-unknown' };
  if (parentId !== null && (await categories.isInside(parentId, categoryId))) return { kind: 'cycle' };
  const moved = { ...category, parentId, version: category.version + 1 };
  await categories.saveParent(moved);
  return { kind: 'moved', category: moved };
}

async function remove(
  { categories }: Work,
  categoryId: string,
  version: number | null,
): Promise<RemoveCategoryOutcome> {
  const category = await categories.lockForRemoval(categoryId);
  if (category === null) return { kind: 'category-unknown' };
  if (!isCurrent(category, version)) return { kind: 'edit-conflict', current: category };
  const contents = await categories.contents(categoryId);
  if (contents.products > 0 || contents.categories > 0) return { kind: 'not-empty', contents };
  await categories.remove(categoryId);
  return { kind: 'removed', categoryId };
}
