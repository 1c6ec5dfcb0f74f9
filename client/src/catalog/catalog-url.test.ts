import { describe, expect, it } from 'vitest';
import {
  catalogVariables,
  changeCatalogUrl,
  formatCatalogUrl,
  parseCatalogUrl,
  type CatalogQuery,
} from './catalog-url.ts';

const USUAL: CatalogQuery = {
  category: 'lighting',
  text: '',
  brand: undefined,
  minPrice: undefined,
  maxPrice: undefined,
  sort: 'NEWEST',
  page: 1,
};

function roundTrip(query: CatalogQuery): CatalogQuery {
  const url = new URL(formatCatalogUrl(query), 'http://shop.example');
  const category = url.pathname.startsWith('/c/') ? decodeURIComponent(url.pathname.slice(3)) : undefined;
  return parseCatalogUrl(category, url.searchParams);
}

describe('the address of a list', () => {
  it.each<Partial<CatalogQuery>>([
    {},
    { brand: 'osterby', sort: 'PRICE_ASCENDING', page: 3 },
    { minPrice: 0, maxPrice: 250 },
    { category: undefined },
    { category: undefined, text: 'walnut & oak' },
    { category: 'vases-and-candles', text: 'blue' },
  ])('says all that the list shows: %o', (change) => {
    expect(roundTrip({ ...USUAL, ...change })).toEqual({ ...USUAL, ...change });
  });

  it('leaves out what is as usual', () => {
    expect(formatCatalogUrl(USUAL)).toBe('/c/lighting');
  });

  it('begins another question with its first page', () => {
    expect(changeCatalogUrl({ ...USUAL, page: 3 }, { brand: 'osterby' })).toBe('/c/lighting?brand=osterby');
  });

  it.each(['sort=upwards', 'page=0', 'page=-1', 'page=many', 'min=1e9', 'max=-5', 'sort=toString'])(
    'shows the usual list for %s',
    (search) => {
      expect(parseCatalogUrl('lighting', new URLSearchParams(search))).toEqual(USUAL);
    },
  );

  it('asks for a category by the slug of the address, and for none in the whole shop', () => {
    const of = (category: string) => catalogVariables(parseCatalogUrl(category, new URLSearchParams()));
    expect(of('lighting')).toMatchObject({ category: 'lighting', inCategory: true, filter: { category: 'lighting' } });
    expect(of('all')).toMatchObject({ inCategory: false, filter: {} });
  });

  it('asks the graph for prices in minor units, and for no more than it gives at once', () => {
    const variables = catalogVariables(parseCatalogUrl('all', new URLSearchParams('min=10&max=20&page=99')));
    expect(variables).toMatchObject({
      filter: { minPriceMinor: 1_000, maxPriceMinor: 2_000 },
      sort: 'NEWEST',
      first: 96,
    });
  });
});
