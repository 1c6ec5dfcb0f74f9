import { isId, newId } from '@galleria/kit/identifiers';
import type { Brand, Category } from '../domain/catalogue.ts';
import { namingProblem, type NamingProblem } from '../domain/naming.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

export type CategoryOutcome =
  | { readonly kind: 'created'; readonly category: Category }
  | { readonly kind: 'invalid'; readonly problem: NamingProblem }
  | { readonly kind: 'category-unknown' }
  | { readonly kind: 'slug-taken' };

export type BrandOutcome =
  | { readonly kind: 'created'; readonly brand: Brand }
  | { readonly kind: 'invalid'; readonly problem: NamingProblem }
  | { readonly kind: 'slug-taken' };

export interface ArrangeCatalogue {
  /** Adds a category as the last inside its parent, or at the end of the top. */
  addCategory(input: { slug: string; name: string; parentId: string | null }): Promise<CategoryOutcome>;
  addBrand(input: { slug: string; name: string }): Promise<BrandOutcome>;
}

/** Shelves and makers: what products are ordered by. */
export function createArrangeCatalogue({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ArrangeCatalogue {
  return {
    addCategory: async ({ slug, name, parentId }) => {
      const problem = namingProblem({ slug, name });
      if (problem !== null) return { kind: 'invalid', problem };
      if (parentId !== null && !isId(parentId)) return { kind: 'category-unknown' };
      const category = { id: newId(), slug, name: name.trim(), parentId };
      return unitOfWork(async ({ catalogue }) => {
        if (parentId !== null && !(await catalogue.hasCategory(parentId))) return { kind: 'category-unknown' };
        return (await catalogue.insertCategory(category)) ? { kind: 'created', category } : { kind: 'slug-taken' };
      });
    },
    addBrand: async ({ slug, name }) => {
      const problem = namingProblem({ slug, name });
      if (problem !== null) return { kind: 'invalid', problem };
      const brand = { id: newId(), slug, name: name.trim() };
      return unitOfWork(async ({ catalogue }) =>
        (await catalogue.insertBrand(brand)) ? { kind: 'created', brand } : { kind: 'slug-taken' },
      );
    },
  };
}
