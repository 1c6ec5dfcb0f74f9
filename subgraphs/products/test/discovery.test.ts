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

/** The clock steps, so that every product has its own moment. */
let tick = 0;
let service: ProductsService;
beforeAll(async () => {
  service = await startProducts({ clock: () => new Date(Date.UTC(2026, 0, 1, 0, 0, (tick += 1))) });
});
afterAll(() => service.stop());

const archive = (productId: string) => service.query(ARCHIVE, { variables: { productId }, viewer: ADMINISTRATOR });

describe('related products', () => {
  const RELATED = `
    query Related($slug: String!, $first: Int) { product(slug: $slug) { relatedProducts(first: $first) { name } } }`;
  const related = async (slug: string, first?: number | null): Promise<string[]> => {
    const { data } = await service.query(RELATED, { variables: { slug, first } });
    return data.product.relatedProducts.map(({ name }: { name: string }) => name);
  };

  let slug: string;
  beforeAll(async () => {
    const [shelf, otherShelf] = [await addCategory(service), await addCategory(service)];
    const [maker, otherMaker] = [await addBrand(service), await addBrand(service)];
    const add = (name: string, category: { id: string }, brand: { id: string }) =>
      addProduct(service, { name, categoryId: category.id, brandId: brand.id });
    ({ slug } = await add('Itself', shelf, maker));
    await add('Both', shelf, maker);
    await add('Brand, older', otherShelf, maker);
    await add('Brand, newer', otherShelf, maker);
    await add('Category, older', shelf, otherMaker);
    await add('Category, newer', shelf, otherMaker);
    await add('Neither', otherShelf, otherMaker);
    await archive((await add('Gone', shelf, maker)).id);
  });

  it('are on sale, of the category first and then of the brand, and newest first', async () => {
    expect(await related(slug, 20)).toEqual([
      'Both',
      'Category, newer',
      'Category, older',
      'Brand, newer',
      'Brand, older',
    ]);
  });

  it('are four unless another number is asked for', async () => {
    expect(await related(slug)).toHaveLength(4);
    expect(await related(slug, null)).toHaveLength(4);
    expect(await related(slug, 2)).toEqual(['Both', 'Category, newer']);
  });

  it.each([0, -1, 21])('are refused where %i are asked for', async (first) => {
    const { errors } = await service.query(RELATED, { variables: { slug, first } });
    expect(errors?.[0]?.extensions.code).toBe('LIST_SIZE_INVALID');
  });

  it('of many products, and of different numbers, are one query', async () => {
    const document = `{
      products(first: 5) { nodes { id few: relatedProducts(first: 1) { id } many: relatedProducts(first: 3) { id } } }
    }`;
    expect(await service.queryCount(() => service.query(document))).toBe(2);
    const { data } = await service.query(document);
    for (const { id, few, many } of data.products.nodes) {
      expect(few).toEqual(many.slice(0, 1));
      expect(many).not.toContainEqual({ id });
    }
  });
});

describe('products by their ids', () => {
  const BY_ID = 'query ById($ids: [ID!]!) { productsById(ids: $ids) { id archived } }';

  it('are those that exist, in the order asked, archived ones too', async () => {
    const [lamp, vase] = [await addProduct(service), await addProduct(service)];
    await archive(vase.id);
    const ids = [vase.id, 'no-id', '01890000-0000-7000-8000-000000000000', lamp.id.toUpperCase(), vase.id];
    const { data } = await service.query(BY_ID, { variables: { ids } });
    expect(data.productsById).toEqual([
      { id: vase.id, archived: true },
      { id: lamp.id, archived: false },
    ]);
    expect(await service.queryCount(() => service.query(BY_ID, { variables: { ids } }))).toBe(1);
  });

  it('are refused when more than a hundred are asked for', async () => {
    const { errors } = await service.query(BY_ID, { variables: { ids: Array(101).fill('no-id') } });
    expect(errors?.[0]?.extensions.code).toBe('TOO_MANY_IDS');
    expect((await service.query(BY_ID, { variables: { ids: Array(100).fill('no-id') } })).errors).toBeUndefined();
  });
});

describe('suggestions', () => {
  const SUGGEST = `
    query Suggest($text: String!, $first: Int) {
      productSuggestions(text: $text, first: $first) {
        __typename
        ... on Product { name }
        ... on Category { shelf: name }
      }
    }`;
  const suggest = async (text: string, first?: number): Promise<string[]> => {
    const { data, errors } = await service.query(SUGGEST, { variables: { text, first } });
    expect(errors).toBeUndefined();
    return data.productSuggestions.map((found: { name?: string; shelf?: string }) => found.name ?? `/${found.shelf}`);
  };

  beforeAll(async () => {
    const quilts = await addCategory(service, { name: 'Quilts' });
    await addCategory(service, { name: 'Throws and quilts' });
    const names = ['Linen quilt', 'Quilt in indigo', 'Quilted 100% wool', 'Ägir quilt_rack', 'Wool_blanket'];
    for (const name of names) await addProduct(service, { name, categoryId: quilts.id });
    await archive((await addProduct(service, { name: 'Quilt that is gone', categoryId: quilts.id })).id);
  });

  it('are categories and products, those that begin with the text first', async () => {
    const found = await suggest('quilt');
    expect(found.slice(0, 3)).toEqual(['/Quilts', '/Throws and quilts', 'Quilt in indigo']);
    expect(found).toHaveLength(6);
  });

  it('come from the first letter on, and for every word typed', async () => {
    expect(await suggest('q', 20)).toEqual(expect.arrayContaining(['/Quilts', 'Linen quilt', 'Quilt in indigo']));
    expect(await suggest('qui ind')).toEqual(['Quilt in indigo']);
    expect((await suggest('  QUILT lin '))[0]).toBe('Linen quilt');
    expect(await suggest('ägi')).toEqual(['Ägir quilt_rack']);
  });

  it('forgive a slip', async () => {
    expect(await suggest('linnen quilt')).toContain('Linen quilt');
  });

  it('take text as it is, and leave out what is not on sale', async () => {
    expect(await suggest('100%')).toEqual(['Quilted 100% wool']);
    expect(await suggest('%')).toEqual([]);
    expect((await suggest('wool_b'))[0]).toBe('Wool_blanket');
    expect(await suggest('w_ol')).toEqual([]);
    expect(await suggest('quilt that is gone', 20)).not.toContain('Quilt that is gone');
    expect(await suggest("quilt' or 1=1 --")).not.toContain('Wool_blanket');
  });

  it.each(['', '   '])('are none for %j', async (text) => {
    expect(await suggest(text)).toEqual([]);
    expect(await service.queryCount(() => suggest(text))).toBe(0);
  });

  it('are as many as asked for, and of products at least two thirds', async () => {
    expect(await suggest('quilt', 3)).toEqual(['/Quilts', 'Quilt in indigo', expect.any(String)]);
    expect(await suggest('quilt', 1)).toEqual(['/Quilts']);
  });

  it('are refused where none or too many are asked for, and not where much is typed', async () => {
    for (const first of [0, 21]) {
      const { errors } = await service.query(SUGGEST, { variables: { text: 'quilt', first } });
      expect(errors?.[0]?.extensions.code).toBe('LIST_SIZE_INVALID');
    }
    expect(await suggest('quilt '.repeat(1_000))).toContain('Quilt in indigo');
    expect(await service.queryCount(() => suggest('quilt'))).toBe(2);
  });
});
