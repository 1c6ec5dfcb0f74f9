import { readFileSync } from 'node:fs';
import { ApolloClient } from '@apollo/client';
import { SchemaLink } from '@apollo/client/link/schema';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CartDocument, SetCartItemQuantityDocument } from '../cart/generated/cart.ts';
import { CatalogPageDocument } from '../catalog/generated/catalog-page.ts';
import {
  PreferencesPageDocument,
  SetNotificationPreferenceDocument,
} from '../notifications/generated/preferences-page.ts';
import { createCache, forgetAccount } from './cache.ts';

/** What clients see: the composed schema, whose joins no client has to know. */
const schema = buildSchema(readFileSync(new URL('../../../router/supergraph.graphql', import.meta.url), 'utf8'), {
  assumeValidSDL: true,
});
const money = { __typename: 'Money', amountMinor: 1_900, currency: 'EUR' };
const product = (id: string) => ({
  __typename: 'Product',
  id,
  slug: id,
  name: `Lamp ${id}`,
  price: money,
  brand: { __typename: 'Brand', id: 'b', name: 'Lumenhof' },
  images: [],
  inStock: true,
});
const line = (id: string) => ({
  product: product(id),
  quantity: 1,
  unitPrice: money,
  lineTotal: money,
  priceChanged: false,
});
const cartOf = (...ids: string[]) => ({ __typename: 'Cart', id: 'cart', items: ids.map(line), total: money });

const preference = (enabled: boolean) => ({
  kind: 'ORDER_SHIPPED',
  channel: 'EMAIL',
  enabled,
  required: false,
  because: null,
});

interface PageArguments {
  readonly filter?: { readonly brand?: string };
  readonly first: number;
  readonly after?: string;
}

/** A shop of five lamps, of which one brand makes two. */
function openShop() {
  const products = ({ filter, first, after }: PageArguments) => {
    const ids = filter?.brand === 'lumenhof' ? ['1', '2'] : ['1', '2', '3', '4', '5'];
    const from = after === undefined ? 0 : ids.indexOf(after) + 1;
    const page = ids.slice(from, from + first);
    return {
      totalCount: ids.length,
      pageInfo: { hasNextPage: from + first < ids.length, endCursor: page.at(-1) },
      facets: { categories: [], brands: [], minPriceMinor: 0, maxPriceMinor: 0 },
      edges: page.map((id) => ({ cursor: id, node: product(id) })),
    };
  };
  const rootValue = {
    products,
    categories: [],
    cart: cartOf('1', '2'),
    notificationPreferences: [preference(true)],
    setNotificationPreference: { __typename: 'NotificationPreferenceSet', preference: preference(false) },
    setCartItemQuantity: { __typename: 'CartUpdated', cart: cartOf('2') },
  };
  return new ApolloClient({
    link: new SchemaLink({ schema, rootValue }),
    cache: createCache(),
    dataMasking: true,
    defaultOptions: { watchQuery: { errorPolicy: 'all' }, query: { errorPolicy: 'all' } },
  });
}

describe('the cache', () => {
  it('puts the pages of a list one behind the other, and keeps each choice of filters apart', async () => {
    const client = openShop();
    const page = async (fetchPolicy: 'network-only' | 'cache-only', variables: object) => {
      const options = { query: CatalogPageDocument, variables: { first: 2, ...variables }, fetchPolicy };
      const { data } = await client.query(options);
      return data?.products?.edges.map(({ node }) => node.id);
    };
    await page('network-only', {});
    await page('network-only', { after: '2' });
    await page('network-only', { filter: { brand: 'lumenhof' } });
    expect(await page('cache-only', {})).toEqual(['1', '2', '3', '4']);
    expect(await page('cache-only', { filter: { brand: 'lumenhof' } })).toEqual(['1', '2']);
  });

  it('has the lines of a cart that the last answer had, and no line before them', async () => {
    const client = openShop();
    await client.query({ query: CartDocument });
    const input = { productId: '1', quantity: 0 };
    await client.mutate({ mutation: SetCartItemQuantityDocument, variables: { input } });
    const kept = client.readQuery({ query: CartDocument });
    expect(kept?.cart?.items.map((item) => item.product.id)).toEqual(['2']);
  });

  it('knows a choice of what to be told by its kind and channel', async () => {
    const client = openShop();
    await client.query({ query: PreferencesPageDocument });
    const input = { kind: 'ORDER_SHIPPED', channel: 'EMAIL', enabled: false } as const;
    await client.mutate({ mutation: SetNotificationPreferenceDocument, variables: { input } });
    const kept = client.readQuery({ query: PreferencesPageDocument });
    expect(kept).toMatchObject({ notificationPreferences: [preference(false)] });
  });

  it('forgets an account, and not the catalogue', async () => {
    const client = openShop();
    const catalogue = { query: CatalogPageDocument, variables: { first: 2 } };
    await Promise.all([
      client.query({ query: CartDocument }),
      client.query({ query: PreferencesPageDocument }),
      client.query(catalogue),
    ]);
    forgetAccount(client.cache);
    expect(client.readQuery({ query: CartDocument })).toBeNull();
    expect(JSON.stringify(client.cache.extract())).not.toMatch(/"(Cart|NotificationPreference)"/);
    expect(client.readQuery(catalogue)).not.toBeNull();
  });
});
