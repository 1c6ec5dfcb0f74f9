import { newId } from '@galleria/kit/identifiers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addBrand,
  addCategory,
  addProduct,
  ADMINISTRATOR,
  ARCHIVE,
  startProducts,
  type ProductsService,
} from './fixtures.ts';

const PRODUCTS = `
  query Products($first: Int!, $after: String, $filter: ProductFilter, $sort: ProductSort) {
    products(first: $first, after: $after, filter: $filter, sort: $sort) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { name } }
      nodes { name }
    }
  }`;

interface Page {
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly endCursor: string | null;
  };
  readonly nodes: readonly { readonly name: string }[];
}

/** The clock steps, so that every product has its own moment; two share a price and a name. */
let tick = 0;
let service: ProductsService;
beforeAll(async () => {
  service = await startProducts({ clock: () => new Date(Date.UTC(2026, 0, 1, 0, 0, (tick += 1))) });
  await stock();
});
afterAll(() => service.stop());

const CATALOGUE = [
  {
    name: 'ocean bowl',
    amountMinor: 3_000,
    category: 'bowls',
    brand: 'harbour',
    description: 'Glazed stoneware, 100% lead-free.',
  },
  {
    name: 'Älv vase',
    amountMinor: 9_000,
    category: 'vases',
    brand: 'harbour',
    description: 'A tall vase of hand-blown glass.',
  },
  {
    name: 'Birch chair',
    amountMinor: 45_000,
    category: 'chairs',
    brand: 'fjell',
    description: 'Solid birch, oiled_by_hand.',
  },
  {
    name: 'Zinc lamp',
    amountMinor: 9_000,
    category: 'lamps',
    brand: 'fjell',
    description: 'A lamp for the desk; path\\finder.',
  },
  {
    name: 'Zinc lamp',
    amountMinor: 12_000,
    category: 'floor-lamps',
    brand: 'harbour',
    description: 'A tall lamp for the corner.',
  },
] as const;

async function stock(): Promise<void> {
  const top = {
    tableware: await addCategory(service, { slug: 'tableware' }),
    living: await addCategory(service, { slug: 'living' }),
  };
  const lamps = await addCategory(service, { slug: 'lamps', parentId: top.living.id });
  const categories = {
    bowls: await addCategory(service, { slug: 'bowls', parentId: top.tableware.id }),
    vases: await addCategory(service, { slug: 'vases', parentId: top.living.id }),
    chairs: await addCategory(service, { slug: 'chairs', parentId: top.living.id }),
    lamps,
    'floor-lamps': await addCategory(service, { slug: 'floor-lamps', parentId: lamps.id }),
  };
  const brands = {
    harbour: await addBrand(service, { slug: 'harbour' }),
    fjell: await addBrand(service, { slug: 'fjell' }),
  };
  for (const { category, brand, ...product } of CATALOGUE) {
    await addProduct(service, { ...product, categoryId: categories[category].id, brandId: brands[brand].id });
  }
  const gone = await addProduct(service, { name: 'Gone lamp', categoryId: lamps.id, brandId: brands.fjell.id });
  await service.query(ARCHIVE, { variables: { productId: gone.id }, viewer: ADMINISTRATOR });
}

async function list(variables: Record<string, unknown> = {}): Promise<Page> {
  const { data, errors } = await service.query(PRODUCTS, { variables: { first: 100, ...variables } });
  expect(errors).toBeUndefined();
  return (data as { products: Page }).products;
}

const names = async (filter: Record<string, unknown>): Promise<string[]> =>
  (await list({ filter, sort: 'NAME' })).nodes.map(({ name }) => name);

const refusal = async (variables: Record<string, unknown>): Promise<string | undefined> => {
  const { errors } = await service.query(PRODUCTS, { variables: { first: 2, ...variables } });
  return errors?.[0]?.extensions.code;
};

describe('the order of a list', () => {
  it.each([
    ['NEWEST', ['Zinc lamp', 'Zinc lamp', 'Birch chair', 'Älv vase', 'ocean bowl']],
    ['NAME', ['Älv vase', 'Birch chair', 'ocean bowl', 'Zinc lamp', 'Zinc lamp']],
    ['PRICE_ASCENDING', ['ocean bowl', 'Älv vase', 'Zinc lamp', 'Zinc lamp', 'Birch chair']],
    ['PRICE_DESCENDING', ['Birch chair', 'Zinc lamp', 'Zinc lamp', 'Älv vase', 'ocean bowl']],
  ])('is %s, and the same a page at a time', async (sort, expected) => {
    const whole = await list({ sort });
    expect(whole.nodes.map(({ name }) => name)).toEqual(expected);
    expect(whole).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: false, hasPreviousPage: false } });
    const walked: string[] = [];
    let after: string | null = null;
    do {
      const page: Page = await list({ first: 2, after, sort });
      expect(page.totalCount).toBe(5);
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      walked.push(...page.nodes.map(({ name }) => name));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(walked).toEqual(expected);
  });

  it('is newest first when none is asked for', async () => {
    expect((await list()).nodes).toEqual((await list({ sort: 'NEWEST' })).nodes);
    expect((await list({ sort: null })).nodes).toEqual((await list({ sort: 'NEWEST' })).nodes);
  });

  it('has no cursors on an empty page', async () => {
    expect(await list({ filter: { brand: 'nobody' } })).toEqual({
      totalCount: 0,
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      edges: [],
      nodes: [],
    });
  });
});

describe('what a list refuses', () => {
  it('has a cursor of another sort', async () => {
    const sorts = ['NEWEST', 'NAME', 'PRICE_ASCENDING', 'PRICE_DESCENDING'];
    for (const sort of sorts) {
      const { pageInfo } = await list({ first: 1, sort });
      for (const other of sorts.filter((candidate) => candidate !== sort)) {
        expect(await refusal({ after: pageInfo.endCursor, sort: other })).toBe('CURSOR_INVALID');
      }
    }
  });

  it.each([
    ['NEWEST', ['NEWEST', 'yesterday', newId()]],
    ['NEWEST', ['NEWEST', 5, newId()]],
    ['NAME', ['NAME', 5, newId()]],
    ['NAME', ['NAME', 'a\0', newId()]],
    ['PRICE_ASCENDING', ['PRICE_ASCENDING', 'free', newId()]],
    ['PRICE_ASCENDING', ['PRICE_ASCENDING', 1e20, newId()]],
    ['PRICE_ASCENDING', ['PRICE_ASCENDING', 1.5, newId()]],
    ['PRICE_ASCENDING', ['PRICE_ASCENDING', 100, 'no-id']],
    ['NAME', ['NAME', 'a']],
  ])('is a made-up cursor for %s: %j', async (sort, key) => {
    expect(await refusal({ after: Buffer.from(JSON.stringify(key)).toString('base64url'), sort })).toBe(
      'CURSOR_INVALID',
    );
  });

  it('is garbage for a cursor, and a page of none or too many', async () => {
    expect(await refusal({ after: 'garbage' })).toBe('CURSOR_INVALID');
    expect(await refusal({ first: 0 })).toBe('PAGE_SIZE_INVALID');
    expect(await refusal({ first: 101 })).toBe('PAGE_SIZE_INVALID');
  });

  it('is a text of more than 200 characters', async () => {
    expect(await refusal({ filter: { text: 'a'.repeat(201) } })).toBe('SEARCH_TEXT_TOO_LONG');
    expect(await refusal({ filter: { text: 'a'.repeat(200) } })).toBeUndefined();
  });
});

describe('a filter', () => {
  it('by category takes what is inside along, at any depth', async () => {
    expect(await names({ category: 'floor-lamps' })).toEqual(['Zinc lamp']);
    expect(await names({ category: 'lamps' })).toEqual(['Zinc lamp', 'Zinc lamp']);
    expect(await names({ category: 'living' })).toEqual(['Älv vase', 'Birch chair', 'Zinc lamp', 'Zinc lamp']);
  });

  it.each([
    [{ brand: 'fjell' }, ['Birch chair', 'Zinc lamp']],
    [{ minPriceMinor: 9_000 }, ['Älv vase', 'Birch chair', 'Zinc lamp', 'Zinc lamp']],
    [{ maxPriceMinor: 9_000 }, ['Älv vase', 'ocean bowl', 'Zinc lamp']],
    [{ minPriceMinor: 9_001, maxPriceMinor: 12_000 }, ['Zinc lamp']],
    [{ minPriceMinor: 10, maxPriceMinor: 9 }, []],
    [{ category: 'living', brand: 'harbour', maxPriceMinor: 10_000, text: 'glass' }, ['Älv vase']],
    [{ category: 'no-such-shelf' }, []],
    [{ brand: 'Not A Slug' }, []],
    [{}, ['Älv vase', 'Birch chair', 'ocean bowl', 'Zinc lamp', 'Zinc lamp']],
    [{ category: null, brand: null, text: null }, ['Älv vase', 'Birch chair', 'ocean bowl', 'Zinc lamp', 'Zinc lamp']],
  ])('%j', async (filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });

  it.each([
    ['LAMP', ['Zinc lamp', 'Zinc lamp']],
    ['corner lamp', ['Zinc lamp']],
    ['tall', ['Älv vase', 'Zinc lamp']],
    ['tall GLASS vase', ['Älv vase']],
    ['tall birch', []],
    ['älv', ['Älv vase']],
    ['   ', ['Älv vase', 'Birch chair', 'ocean bowl', 'Zinc lamp', 'Zinc lamp']],
    ['100%', ['ocean bowl']],
    ['%', ['ocean bowl']],
    ['l%p', []],
    ['_', ['Birch chair']],
    ['oiled_by', ['Birch chair']],
    ['la_p', []],
    ['path\\finder', ['Zinc lamp']],
    ["lamp' or 1=1 --", []],
  ])('by the text %j holds every word, and no wildcards', async (text, expected) => {
    expect(await names({ text })).toEqual(expected);
  });

  it('counts what it holds, and never what was archived', async () => {
    expect((await list({ first: 1, filter: { category: 'lamps' } })).totalCount).toBe(2);
    expect(await names({ text: 'gone' })).toEqual([]);
  });
});

describe('the cost of a page', () => {
  const PAGE = `
    query Page($first: Int!) {
      products(first: $first) {
        totalCount
        nodes { name category { slug parent { slug } children { slug } } brand { slug } }
      }
    }`;
  const cost = (first: number) => service.queryCount(() => service.query(PAGE, { variables: { first } }));

  it('is the same number of queries for one product and for twenty', async () => {
    const living = await addCategory(service, { parentId: (await addCategory(service)).id });
    for (let index = 0; index < 20; index += 1) {
      const own = await addCategory(service, { parentId: living.id });
      await addProduct(service, { categoryId: own.id, brandId: (await addBrand(service)).id });
    }
    // The page, its count, categories, their parents, what is inside them, brands.
    expect(await cost(1)).toBe(6);
    expect(await cost(20)).toBe(6);
  });

  it('is one query when nothing else is asked for', async () => {
    const list = () => service.query('{ products(first: 20, filter: { category: "living" }) { nodes { name } } }');
    expect(await service.queryCount(list)).toBe(1);
  });
});
