import { requireRole, type Caller } from '@galleria/kit/graphql/viewer';
import type { MutationResolvers } from '../generated/graphql.ts';
import {
  archiveResult,
  createProductResult,
  priceResult,
  restoreResult,
  updateProductResult,
} from './product-results.ts';
import {
  createBrandResult,
  createCategoryResult,
  moveCategoryResult,
  removeBrandResult,
  removeCategoryResult,
  renameBrandResult,
  renameCategoryResult,
} from './shelf-results.ts';

/** The administrator, or UNAUTHENTICATED or FORBIDDEN. */
export function requireAdministrator(caller: Caller) {
  return requireRole(caller, 'ADMINISTRATOR');
}

const productMutations = {
  createProduct: async (_parent, { input }, { putOnSale, caller }) => {
    const { userId } = requireAdministrator(caller);
    return createProductResult(await putOnSale({ ...input, createdBy: userId }));
  },
  updateProduct: async (_parent, { input: { productId, version, ...changes } }, { editProduct, caller }) => {
    requireAdministrator(caller);
    return updateProductResult(await editProduct({ productId, version, changes }));
  },
  setPrice: async (_parent, { input: { productId, price, version } }, { setPrice, caller }) => {
    const { userId } = requireAdministrator(caller);
    return priceResult(await setPrice({ productId, price, version: version ?? null, changedBy: userId }));
  },
  archiveProduct: async (_parent, { productId, version }, { archiveProduct, caller }) => {
    requireAdministrator(caller);
    return archiveResult(await archiveProduct.archive(productId, version ?? null));
  },
  restoreProduct: async (_parent, { productId, version }, { archiveProduct, caller }) => {
    requireAdministrator(caller);
    return restoreResult(await archiveProduct.restore(productId, version ?? null));
  },
} satisfies MutationResolvers;

const shelfMutations = {
  createCategory: async (_parent, { input: { slug, name, parentId } }, { categories, caller }) => {
    requireAdministrator(caller);
    return createCategoryResult(await categories.add({ slug, name, parentId: parentId ?? null }));
  },
  renameCategory: async (_parent, { input }, { categories, caller }) => {
    requireAdministrator(caller);
    return renameCategoryResult(await categories.rename(input));
  },
  moveCategory: async (_parent, { input: { categoryId, version, parentId } }, { categories, caller }) => {
    requireAdministrator(caller);
    return moveCategoryResult(await categories.move({ categoryId, version, parentId: parentId ?? null }));
  },
  removeCategory: async (_parent, { categoryId, version }, { categories, caller }) => {
    requireAdministrator(caller);
    return removeCategoryResult(await categories.remove({ categoryId, version: version ?? null }));
  },
  createBrand: async (_parent, { input }, { brands, caller }) => {
    requireAdministrator(caller);
    return createBrandResult(await brands.add(input));
  },
  renameBrand: async (_parent, { input }, { brands, caller }) => {
    requireAdministrator(caller);
    return renameBrandResult(await brands.rename(input));
  },
  removeBrand: async (_parent, { brandId, version }, { brands, caller }) => {
    requireAdministrator(caller);
    return removeBrandResult(await brands.remove({ brandId, version: version ?? null }));
  },
} satisfies MutationResolvers;

/** Changes of the catalogue: all of them are for administrators. */
export const mutations: MutationResolvers = { ...productMutations, ...shelfMutations };
