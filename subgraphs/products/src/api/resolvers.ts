import { dateTimeScalar } from '@galleria/kit/date-time';
import { requireRole } from '@galleria/kit/viewer';
import type { Resolvers } from '../generated/graphql.ts';
import { requireListSize } from '../service/discover.ts';
import { archiveResult, brandResult, categoryResult, priceResult, productResult, suggestionResult } from './results.ts';

const ADMINISTRATOR = 'ADMINISTRATOR';
/** For a client that sends null, which the schema's own default does not replace. */
const DEFAULT_SUGGESTIONS = 6;
const DEFAULT_RELATED = 4;

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Query: {
    products: (_parent, { first, after, filter, sort }, { productList }) =>
      productList.page({ ...filter, first, after, sort: sort ?? 'NEWEST' }),
    product: (_parent, { slug }, { catalogue }) => catalogue.productBySlug(slug),
    productsById: async (_parent, { ids }, { catalogue }) => catalogue.productsAmong(ids),
    productSuggestions: async (_parent, { text, first }, { discover }) =>
      (await discover.suggestions(text, first ?? DEFAULT_SUGGESTIONS)).map(suggestionResult),
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
    images: ({ slug }, { first }, { pictures }) => {
      if (typeof first === 'number') requireListSize(first);
      return pictures.ofProduct(slug).slice(0, first ?? undefined);
    },
    relatedProducts: (product, args, { loaders }) => {
      const first = args.first ?? DEFAULT_RELATED;
      requireListSize(first);
      return loaders.relatedProducts.load({ product, first });
    },
  },
  Category: {
    __resolveReference: ({ id }, { loaders }) => loaders.categoryById.load(id),
    parent: ({ parentId }, _args, { loaders }) => (parentId === null ? null : loaders.categoryById.load(parentId)),
    children: ({ id }, _args, { loaders }) => loaders.childrenByCategoryId.load(id),
  },
  Brand: { __resolveReference: ({ id }, { loaders }) => loaders.brandById.load(id) },
  ProductConnection: {
    totalCount: ({ filter }, _args, { productList }) => productList.count(filter),
    facets: ({ filter }) => filter,
  },
  ProductFacets: {
    categories: (filter, _args, { facets }) => facets.categories(filter),
    brands: (filter, _args, { facets }) => facets.brands(filter),
    minPriceMinor: async (filter, _args, { loaders }) => (await loaders.priceRange.load(filter)).min,
    maxPriceMinor: async (filter, _args, { loaders }) => (await loaders.priceRange.load(filter)).max,
  },
};

/** For what a foreign key promises. */
async function present<Row>(loaded: Promise<Row | null>): Promise<Row> {
  const row = await loaded;
  if (row === null) throw new Error('A row that a foreign key refers to is missing.');
  return row;
}
