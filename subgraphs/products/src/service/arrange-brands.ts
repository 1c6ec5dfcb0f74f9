import { isId, newId } from '@galleria/kit/identifiers';
import type { Brand } from '../domain/catalogue.ts';
import { edited, given, isCurrent, type Changes } from '../domain/edit.ts';
import { namingProblem, trimmed, type NamingProblem } from '../domain/naming.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

type Unknown = { readonly kind: 'brand-unknown' };
type Conflict = { readonly kind: 'edit-conflict'; readonly current: Brand };
type Misnamed = { readonly kind: 'invalid'; readonly problem: NamingProblem } | { readonly kind: 'slug-taken' };

export type BrandOutcome = { readonly kind: 'created'; readonly brand: Brand } | Misnamed;
export type RenameBrandOutcome = { readonly kind: 'renamed'; readonly brand: Brand } | Misnamed | Conflict | Unknown;
export type RemoveBrandOutcome =
  | { readonly kind: 'removed'; readonly brandId: string }
  | { readonly kind: 'in-use'; readonly products: number }
  | Conflict
  | Unknown;

export interface BrandNaming extends Changes<Pick<Brand, 'slug' | 'name'>> {
  readonly brandId: string;
  /** The version that the administrator saw. */
  readonly version: number;
}

export interface ArrangeBrands {
  add(input: { slug: string; name: string }): Promise<BrandOutcome>;
  /** The slug of before still leads to it. */
  rename(input: BrandNaming): Promise<RenameBrandOutcome>;
  /** Removes it and its slugs, when no product, archived or not, is of it. */
  remove(input: { readonly brandId: string; readonly version: number | null }): Promise<RemoveBrandOutcome>;
}

/** The makers of what is sold. */
export function createArrangeBrands({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ArrangeBrands {
  return {
    add: async ({ slug, name }) => {
      const problem = namingProblem({ slug, name });
      if (problem !== null) return { kind: 'invalid', problem };
      const brand = { id: newId(), slug, name: name.trim(), version: 1 };
      return unitOfWork(async ({ brands }) =>
        (await brands.insert(brand)) ? { kind: 'created', brand } : { kind: 'slug-taken' },
      );
    },
    rename: async ({ brandId, version, slug, name }) => {
      const naming = given<Pick<Brand, 'slug' | 'name'>>({ slug, name });
      const problem = namingProblem(naming);
      if (problem !== null) return { kind: 'invalid', problem };
      if (!isId(brandId)) return { kind: 'brand-unknown' };
      return unitOfWork((work) => rename(work, { brandId, version }, trimmed(naming)));
    },
    remove: async ({ brandId, version }) => {
      if (!isId(brandId)) return { kind: 'brand-unknown' };
      return unitOfWork((work) => remove(work, brandId, version));
    },
  };
}

async function rename(
  { brands }: Work,
  { brandId, version }: BrandNaming,
  naming: Partial<Brand>,
): Promise<RenameBrandOutcome> {
  const brand = await brands.lock(brandId);
  if (brand === null) return { kind: 'brand-unknown' };
  if (!isCurrent(brand, version)) return { kind: 'edit-conflict', current: brand };
  const renamed = edited(brand, naming);
  if (renamed === null) return { kind: 'renamed', brand };
  if (!(await brands.claimSlug(brandId, renamed.slug))) return { kind: 'slug-taken' };
  await brands.save(renamed);
  return { kind: 'renamed', brand: renamed };
}

async function remove({ brands }: Work, brandId: string, version: number | null): Promise<RemoveBrandOutcome> {
  const brand = await brands.lock(brandId);
  if (brand === null) return { kind: 'brand-unknown' };
  if (!isCurrent(brand, version)) return { kind: 'edit-conflict', current: brand };
  const products = await brands.products(brandId);
  if (products > 0) return { kind: 'in-use', products };
  await brands.remove(brandId);
  return { kind: 'removed', brandId };
}
