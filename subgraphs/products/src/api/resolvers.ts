import { dateTimeScalar } from '@galleria/kit/date-time';
import { requireRole } from '@galleria/kit/viewer';
import type { Resolvers } from '../generated/graphql.ts';
import { archiveResult, brandResult, categoryResult, priceResult, productResult } from './results.ts';

const ADMINISTRATOR = 'ADMINISTRATOR';

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Query: {
    products: (_parent, { first, after, filter, sort }, { productList }) =>
      productList.page({ ...filter, first, after, sort: sort ?? 'NEWEST' }),
    product: (_parent, { slug }, { catalogue }) => catalogue.productBySlug(slug),
    categories: (_parent, _args, { catalogue }) => catalogue.topCategories(),
    brands: (_parent, _args, { catalogue }) => catalogue.allBrands(),
  },
  Mutation: {
    createCategory: async (_parent, { input: { slug, name, parentId } }, { arrangeCatalogue, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return categoryResult(await arrangeCatalogue.addCategory({ slug, name, parentId: parentId ?? null }));
    },
    createBrand: async (_parent, { input }, { arrangeCatalogue, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return brandResult(await arrangeCatalogue.addBrand(input));
    },
    createProduct: async (_parent, { input }, { putOnSale, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return productResult(await putOnSale(input));
    },
    setPrice: async (_parent, { input: { productId, price } }, { setPrice, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return priceResult(await setPrice(productId, price));
    },
    archiveProduct: async (_parent, { productId }, { archiveProduct, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return archiveResult(await archiveProduct(productId));
    },
  },
  Product: {
    __resolveReference: ({ id }, { loaders }) => loaders.productById.load(id),
    price: ({ priceMinor, currency }) => ({ amountMinor: priceMinor, currency }),
    category: ({ categoryId }, _args, { loaders }) => present(loaders.categoryById.load(categoryId)),
    brand: ({ brandId }, _args, { loaders }) => present(loaders.brandById.load(brandId)),
    archived: ({ archivedAt }) => archivedAt !== null,
  },
  Category: {
    __resolveReference: ({ id }, { loaders }) => loaders.categoryById.load(id),
    parent: ({ parentId }, _args, { loaders }) => (parentId === null ? null : loaders.categoryById.load(parentId)),
    children: ({ id }, _args, { loaders }) => loaders.childrenByCategoryId.load(id),
  },
  Brand: { __resolveReference: ({ id }, { loaders }) => loaders.brandById.load(id) },
  ProductConnection: {
    totalCount: ({ filter }, _args, { productList }) => productList.count(filter),
  },
};

/** For what a foreign key promises. */
async function present<Row>(loaded: Promise<Row | null>): Promise<Row> {
  const row = await loaded;
  if (row === null) throw new Error('A row that a foreign key refers to is missing.');
  return row;
}
