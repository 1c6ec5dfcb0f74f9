import { sql } from '@galleria/kit/database/sql';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  addBrand,
  addCategory,
  addProduct,
  ADMINISTRATOR,
  CREATE_PRODUCT,
  freshSlug,
  startProducts,
  type ProductsService,
} from './fixtures.ts';
import {
  ARCHIVE,
  MOVE_CATEGORY,
  REMOVE_BRAND,
  REMOVE_CATEGORY,
  RENAME_BRAND,
  RENAME_CATEGORY,
  UPDATE_PRODUCT,
} from './operations.ts';

let service: ProductsService;
beforeAll(async () => void (service = await startProducts()));
afterAll(() => service.stop());

async function send(document: string, variables: Record<string, unknown>) {
  const { data } = await service.query(document, { variables, viewer: ADMINISTRATOR });
  return data.result;
}

const move = (categoryId: string, parentId: string | null, version = 1) =>
  send(MOVE_CATEGORY, { input: { categoryId, version, parentId } });

const parentOf = async (slug: string) => {
  const { data } = await service.query('query ($slug: String!) { category(slug: $slug) { parent { slug } } }', {
    variables: { slug },
  });
  return data.category.parent?.slug as string | undefined;
};

const countIn = async (category: string) => {
  const { data } = await service.query(
    'query ($filter: ProductFilter) { products(first: 1, filter: $filter) { totalCount } }',
    { variables: { filter: { category } } },
  );
  return data.products.totalCount as number;
};

const facetOf = async (slug: string) => {
  const { data } = await service.query('{ products(first: 1) { facets { categories { category { slug } count } } } }');
  const facets = data.products.facets.categories as { category: { slug: string }; count: number }[];
  return facets.find(({ category }) => category.slug === slug)?.count ?? 0;
};

/** Starts each step while these categories are locked, once those before it wait, and lets them all go on together. */
async function inThisOrder<Result>(lockedIds: readonly string[], steps: readonly (() => Promise<Result>)[]) {
  const running: Promise<Result>[] = [];
  await service.database.transaction(async (transaction) => {
    await transaction.query(sql`select 1 from categories where id = any(${lockedIds}::uuid[]) for update`);
    for (const step of steps) {
      running.push(step());
      await vi.waitFor(async () => {
        const waiting = await service.database.query(sql`
          select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
        expect(waiting).toHaveLength(running.length);
      }, PATIENCE);
    }
  });
  return Promise.all(running);
}

describe('moving a category', () => {
  it('takes all that is inside along, and lists and counts follow at once', async () => {
    const [from, to] = [await addCategory(service), await addCategory(service)];
    const moved = await addCategory(service, { parentId: from.id });
    const inside = await addCategory(service, { parentId: moved.id });
    await addCategory(service, { parentId: to.id });
    await addProduct(service, { categoryId: inside.id });
    expect([await countIn(from.slug), await countIn(to.slug)]).toEqual([1, 0]);
    expect(await move(moved.id, to.id)).toEqual({
      __typename: 'CategoryMoved',
      category: {
        id: moved.id,
        slug: moved.slug,
        name: 'Shelf',
        version: 2,
        parent: { slug: to.slug },
        children: [{ slug: inside.slug }],
      },
    });
    expect([await countIn(from.slug), await countIn(to.slug)]).toEqual([0, 1]);
    expect([await facetOf(from.slug), await facetOf(to.slug), await facetOf(moved.slug)]).toEqual([0, 1, 1]);
  });

  it('puts it last in the other one, or at the end of the top', async () => {
    const to = await addCategory(service);
    const moved = await addCategory(service);
    const first = await addCategory(service, { parentId: to.id });
    await move(moved.id, to.id);
    const { data } = await service.query('query ($slug: String!) { category(slug: $slug) { children { slug } } }', {
      variables: { slug: to.slug },
    });
    expect(data.category.children).toEqual([{ slug: first.slug }, { slug: moved.slug }]);
    expect(await move(first.id, null)).toMatchObject({ category: { parent: null } });
    const { data: all } = await service.query('{ categories { slug } }');
    expect(all.categories.at(-1)).toEqual({ slug: first.slug });
  });

  it('never puts it inside itself', async () => {
    const top = await addCategory(service);
    const middle = await addCategory(service, { parentId: top.id });
    const bottom = await addCategory(service, { parentId: middle.id });
    for (const { id } of [top, middle, bottom]) {
      expect(await move(top.id, id)).toMatchObject({ __typename: 'CategoryCycle', code: 'CATEGORY_CYCLE' });
    }
    expect(await parentOf(top.slug)).toBeUndefined();
  });

  it('never makes a circle of two moves at once, each of which is right by itself', async () => {
    const [a, b] = [await addCategory(service), await addCategory(service)];
    const inA = await addCategory(service, { parentId: a.id });
    const inB = await addCategory(service, { parentId: b.id });
    // Both have looked at the tree, were there no lock on it, and wait to be written: a new parent is locked by its
    // foreign key.
    const results = await inThisOrder([inA.id, inB.id], [() => move(a.id, inB.id), () => move(b.id, inA.id)]);
    expect(results.map(({ __typename }) => __typename)).toEqual(['CategoryMoved', 'CategoryCycle']);
  });

  it('answers a stale move with the category of today', async () => {
    const [category, to] = [await addCategory(service), await addCategory(service)];
    await move(category.id, to.id);
    expect(await move(category.id, null)).toMatchObject({
      __typename: 'EditConflict',
      code: 'EDIT_CONFLICT',
      current: { id: category.id, version: 2, parent: { slug: to.slug } },
    });
  });

  it.each([newId(), 'no-id'])('knows no category %s', async (unknown) => {
    const { id } = await addCategory(service);
    expect(await move(unknown, id)).toMatchObject({ code: 'CATEGORY_UNKNOWN' });
    expect(await move(id, unknown)).toMatchObject({ code: 'CATEGORY_UNKNOWN' });
  });
});

describe.each([
  { kind: 'category', add: () => addCategory(service), document: RENAME_CATEGORY, key: 'categoryId' },
  { kind: 'brand', add: () => addBrand(service), document: RENAME_BRAND, key: 'brandId' },
])('renaming a $kind', ({ kind, add, document, key }) => {
  const rename = (id: string, version: number, names: Record<string, unknown>) =>
    send(document, { input: { [key]: id, version, ...names } });

  it('changes what is given', async () => {
    const { id, slug } = await add();
    expect(await rename(id, 1, { name: ' Other ' })).toMatchObject({
      [kind]: { id, slug, name: 'Other', version: 2 },
    });
    expect(await rename(id, 2, { name: 'Other' })).toMatchObject({ [kind]: { version: 2 } });
    const other = freshSlug();
    expect(await rename(id, 2, { slug: other, name: null })).toMatchObject({
      [kind]: { slug: other, name: 'Other', version: 3 },
    });
  });

  it('lets one of racing administrators through', async () => {
    const { id } = await add();
    const results = await Promise.all(['One', 'Two', 'Three'].map((name) => rename(id, 1, { name })));
    const conflicts = results.filter((result) => result.code === 'EDIT_CONFLICT');
    expect(conflicts.map((result) => result.current.version)).toEqual([2, 2]);
  });

  it('names what is wrong', async () => {
    const { id } = await add();
    expect(await rename(id, 1, { slug: 'Not A Slug' })).toMatchObject({ code: 'INVALID_PRODUCT_DATA', field: 'slug' });
    expect(await rename(id, 1, { name: 'a'.repeat(201) })).toMatchObject({ field: 'name' });
    for (const unknown of [newId(), 'no-id']) {
      expect(await rename(unknown, 1, { name: 'a' })).toMatchObject({ code: `${kind.toUpperCase()}_UNKNOWN` });
    }
  });
});

describe('removing a category', () => {
  const remove = (categoryId: string, version?: number) => send(REMOVE_CATEGORY, { categoryId, version });

  it('needs it to be empty, of archived products too', async () => {
    const category = await addCategory(service);
    const child = await addCategory(service, { parentId: category.id });
    const { id: productId } = await addProduct(service, { categoryId: child.id });
    await send(ARCHIVE, { productId });
    expect(await remove(category.id)).toMatchObject({ code: 'CATEGORY_NOT_EMPTY', products: 0, categories: 1 });
    expect(await remove(child.id)).toMatchObject({ code: 'CATEGORY_NOT_EMPTY', products: 1, categories: 0 });
    const elsewhere = await addCategory(service);
    await send(UPDATE_PRODUCT, { input: { productId, version: 2, categoryId: elsewhere.id } });
    expect(await remove(child.id)).toEqual({ __typename: 'CategoryRemoved', categoryId: child.id });
    expect(await remove(category.id, 2)).toMatchObject({ code: 'EDIT_CONFLICT', current: { version: 1 } });
    expect(await remove(category.id, 1)).toMatchObject({ __typename: 'CategoryRemoved' });
    for (const gone of [category.id, 'no-id']) {
      expect(await remove(gone)).toMatchObject({ code: 'CATEGORY_UNKNOWN' });
    }
  });

  const putInto = (categoryId: string, brandId: string) => async () => {
    const price = { amountMinor: 100, currency: 'EUR' };
    const input = { slug: freshSlug(), name: 'a', description: 'a', price, categoryId, brandId };
    const { data } = await service.query(CREATE_PRODUCT, { variables: { input }, viewer: ADMINISTRATOR });
    return data.createProduct;
  };

  it('leaves those who come to put something into it with a category that is not there', async () => {
    const [category, brand] = [await addCategory(service), await addBrand(service)];
    const other = await addProduct(service, { brandId: brand.id });
    const [removed, ...put] = await inThisOrder(
      [category.id],
      [
        () => remove(category.id),
        putInto(category.id, brand.id),
        () => send(UPDATE_PRODUCT, { input: { productId: other.id, version: 1, categoryId: category.id } }),
      ],
    );
    expect(removed).toMatchObject({ __typename: 'CategoryRemoved' });
    expect(put.map(({ code }) => code)).toEqual(['CATEGORY_UNKNOWN', 'CATEGORY_UNKNOWN']);
  });

  it('waits for those who are putting something into it, and then sees it', async () => {
    const [category, brand] = [await addCategory(service), await addBrand(service)];
    const results = await inThisOrder([category.id], [putInto(category.id, brand.id), () => remove(category.id)]);
    expect(results).toMatchObject([{ __typename: 'ProductCreated' }, { code: 'CATEGORY_NOT_EMPTY', products: 1 }]);
  });
});

describe('removing a brand', () => {
  const remove = (brandId: string, version?: number) => send(REMOVE_BRAND, { brandId, version });

  it('needs it to be unused', async () => {
    const [used, unused] = [await addBrand(service), await addBrand(service)];
    await addProduct(service, { brandId: used.id });
    expect(await remove(used.id)).toMatchObject({ __typename: 'BrandInUse', code: 'BRAND_IN_USE', products: 1 });
    expect(await remove(unused.id, 7)).toMatchObject({ code: 'EDIT_CONFLICT', current: { version: 1 } });
    expect(await remove(unused.id, 1)).toEqual({ __typename: 'BrandRemoved', brandId: unused.id });
    for (const gone of [unused.id, 'no-id']) {
      expect(await remove(gone)).toMatchObject({ code: 'BRAND_UNKNOWN' });
    }
  });
});
