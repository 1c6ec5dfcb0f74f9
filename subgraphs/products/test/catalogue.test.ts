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

let service: ProductsService;
beforeAll(async () => void (service = await startProducts()));
afterAll(() => service.stop());

describe('one product', () => {
  it('is found by its slug', async () => {
    const { id, slug } = await addProduct(service);
    const { data } = await service.query(`query ($slug: String!) { product(slug: $slug) { id } }`, {
      variables: { slug },
    });
    expect(data).toEqual({ product: { id } });
  });

  it.each(['no-such-product', 'Not A Slug'])('is null for the slug %j', async (slug) => {
    const answer = await service.query(`query ($slug: String!) { product(slug: $slug) { id } }`, {
      variables: { slug },
    });
    expect(answer).toEqual({ data: { product: null } });
  });

  it('is found after it was archived, by its slug and by reference', async () => {
    const { id, slug } = await addProduct(service);
    await service.query(ARCHIVE, { variables: { productId: id }, viewer: ADMINISTRATOR });
    const { data } = await service.query(
      `query ($slug: String!, $representations: [_Any!]!) {
        product(slug: $slug) { id archived }
        _entities(representations: $representations) { ... on Product { id archived } }
      }`,
      { variables: { slug, representations: [{ __typename: 'Product', id }] } },
    );
    expect(data).toEqual({ product: { id, archived: true }, _entities: [{ id, archived: true }] });
  });
});

describe('categories and brands', () => {
  it('lists the top of the tree with what is inside, in the order of creation', async () => {
    const first = await addCategory(service, { name: 'Zebra shelf' });
    const second = await addCategory(service, { name: 'Apple shelf' });
    const inside = [
      await addCategory(service, { parentId: first.id, name: 'Second letter' }),
      await addCategory(service, { parentId: first.id, name: 'First letter' }),
    ];
    const { data } = await service.query('{ categories { slug parent { slug } children { slug parent { slug } } } }');
    const { categories } = data as { categories: { slug: string }[] };
    const ours = categories.filter(({ slug }) => [first.slug, second.slug].includes(slug));
    expect(ours).toEqual([
      { slug: first.slug, parent: null, children: inside.map(({ slug }) => ({ slug, parent: { slug: first.slug } })) },
      { slug: second.slug, parent: null, children: [] },
    ]);
    expect(categories.map(({ slug }) => slug)).not.toContain(inside[0]?.slug);
  });

  it('lists brands by name, as people sort', async () => {
    const names = ['Östra', 'aland', 'Zuma', 'Oslo', 'Bergen'];
    const ours = await Promise.all(names.map((name) => addBrand(service, { name })));
    const { data } = await service.query('{ brands { slug name } }');
    const listed = (data as { brands: { slug: string; name: string }[] }).brands;
    const slugs = new Set(ours.map(({ slug }) => slug));
    expect(listed.filter(({ slug }) => slugs.has(slug)).map(({ name }) => name)).toEqual([
      'aland',
      'Bergen',
      'Oslo',
      'Östra',
      'Zuma',
    ]);
  });
});

describe('entities', () => {
  const ENTITIES = `
    query Entities($representations: [_Any!]!) {
      _entities(representations: $representations) {
        ... on Product { id name category { slug parent { slug } children { slug } } brand { slug } }
        ... on Category { id slug }
        ... on Brand { id slug }
      }
    }`;

  it('are null for keys of nothing and for malformed ones', async () => {
    const representations = ['Product', 'Category', 'Brand'].flatMap((__typename) =>
      [newId(), 'no-id'].map((id) => ({ __typename, id })),
    );
    const answer = await service.query(ENTITIES, { variables: { representations } });
    expect(answer).toEqual({ data: { _entities: representations.map(() => null) } });
  });

  it('are loaded in one query for each type, however many there are', async () => {
    const products = await Promise.all(Array.from({ length: 20 }, () => addProduct(service)));
    const load = (few: typeof products) => {
      const representations = few.map(({ id }) => ({ __typename: 'Product', id }));
      return service.queryCount(async () => {
        const { data } = await service.query(ENTITIES, { variables: { representations } });
        expect((data as { _entities: { id: string }[] })._entities.map(({ id }) => id)).toEqual(
          few.map(({ id }) => id),
        );
      });
    };
    // Products, their categories, what is inside these, and brands; none of these categories has a parent.
    expect(await load(products.slice(0, 1))).toBe(4);
    expect(await load(products)).toBe(4);
  });
});
