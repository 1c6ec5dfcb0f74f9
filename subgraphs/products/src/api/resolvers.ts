import { dateTimeScalar } from '@galleria/kit/graphql/date-time';
import type { Resolvers } from '../generated/graphql.ts';
import { requireListSize } from '../service/discover.ts';
import { mutations, requireAdministrator } from './mutations.ts';
import { suggestionResult } from './product-results.ts';

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
    category: (_parent, { slug }, { catalogue }) => catalogue.categoryBySlug(slug),
    brands: (_parent, _args, { catalogue }) => catalogue.allBrands(),
    brand: (_parent, { slug }, { catalogue }) => catalogue.brandBySlug(slug),
  },
  Mutation: mutations,
  Product: {
    __resolveReference: ({ id }, { loaders }) => loaders.productById.load(id),
    price: ({ priceMinor, currency }) => ({ amountMinor: priceMinor, currency }),
    category: ({ categoryId }, _args, { loaders }) => present(loaders.categoryById.load(categoryId)),
    brand: ({ brandId }, _args, { loaders }) => present(loaders.brandById.load(brandId)),
    archived: ({ archivedAt }) => archivedAt !== null,
    images: ({ pictureFolder }, { first }, { pictures }) => {
      if (typeof first === 'number') requireListSize(first);
      return pictures.ofProduct(pictureFolder).slice(0, first ?? undefined);
    },
    relatedProducts: (product, args, { loaders }) => {
      const first = args.first ?? DEFAULT_RELATED;
      requireListSize(first);
      return loaders.relatedProducts.load({ product, first });
    },
    priceHistory: ({ id: productId }, args, { caller, loaders, priceHistory }) => {
      requireAdministrator(caller);
      return loaders.priceHistory.load({ productId, range: priceHistory.range(args) });
    },
  },
  PriceChangeConnection: {
    totalCount: ({ productId }, _args, { loaders }) => loaders.priceChangeCount.load(productId),
  },
  PriceChange: { changedBy: ({ changedBy }) => (changedBy === null ? null : { id: changedBy }) },
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
