import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addProduct, ADMINISTRATOR, ARCHIVE, startProducts, type ProductsService } from './fixtures.ts';

let service: ProductsService;
let slug: string;
let id: string;
beforeAll(async () => {
  service = await startProducts();
  ({ slug, id } = await addProduct(service));
});
afterAll(() => service.stop());

const PAGE = 'pageInfo { hasNextPage } facets { brands { count brand { name } } categories { count } } totalCount';

describe('how long an answer may be kept', () => {
  it.each([
    [`{ products(first: 5) { ${PAGE} edges { cursor node { name images { url } } } } }`, 60],
    ['{ productSuggestions(text: "thing") { ... on Product { name } ... on Category { name } } }', 60],
    ['query ($slug: String!) { product(slug: $slug) { name version } }', 60],
    // What a piece costs, and whether it is on sale, is to be true.
    ['query ($slug: String!) { product(slug: $slug) { name price { amountMinor } } }', 10],
    ['query ($slug: String!) { product(slug: $slug) { name archived } }', 10],
    ['{ products(first: 5) { nodes { name price { amountMinor } } } }', 10],
    ['{ categories { name children { name } } brands { name } }', 300],
    [
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product { name } } }',
      60,
    ],
  ])('is said for %s', async (document, seconds) => {
    const variables = { slug, representations: [{ __typename: 'Product', id }] };
    const { answer, headers } = await service.exchange(document, { variables });
    expect(answer.errors).toBeUndefined();
    expect(headers['cache-control']).toBe(`max-age=${seconds}, public`);
  });

  it.each([
    [
      'what administrators see',
      'query ($slug: String!) { product(slug: $slug) { priceHistory(first: 1) { totalCount } } }',
      [],
    ],
    ['a change', ARCHIVE, []],
    ['a refusal', '{ products(first: 1000) { totalCount } }', ['PAGE_SIZE_INVALID']],
  ])('is not said for %s', async (_name, document, codes) => {
    const asked = { variables: { slug, productId: id }, viewer: ADMINISTRATOR };
    const { answer, headers } = await service.exchange(document, asked);
    expect(answer.errors?.map(({ extensions }) => extensions['code']) ?? []).toEqual(codes);
    expect(headers['cache-control'] ?? 'no-store').toBe('no-store');
  });
});
