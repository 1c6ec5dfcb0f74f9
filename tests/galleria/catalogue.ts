import { randomUUID } from 'node:crypto';
import type { GraphClient } from './client.ts';
import { eventually } from './eventually.ts';

const CREATE_PRODUCT = `
  mutation CreateProduct($input: CreateProductInput!) {
    createProduct(input: $input) { __typename ... on ProductCreated { product { id slug } } ... on Problem { code message } }
  }`;

const SHELVES = `{ categories { id slug } brands { id slug } }`;

export const PRICE = { amountMinor: 12_900, currency: 'EUR' };

/** A product of a test's own with this many pieces, put on sale by the administrator. */
export async function newProduct(administrator: GraphClient, pieces: number): Promise<{ id: string; slug: string }> {
  const shelves = (await administrator.sendText(SHELVES)).data as Record<'categories' | 'brands', { id: string }[]>;
  const slug = `test-${randomUUID()}`;
  const input = {
    slug,
    name: 'Trial lamp',
    description: 'A lamp that exists to be tested.',
    price: PRICE,
    categoryId: shelves.categories[0]?.id,
    brandId: shelves.brands[0]?.id,
  };
  const created = await administrator.sendText(CREATE_PRODUCT, { input });
  const product = created.data.createProduct.product as { id: string; slug: string };
  await eventually(async () => {
    const answer = await administrator.send('Product', { slug });
    return answer.data?.product?.available === 0 ? true : undefined;
  }, 'inventory to know the new product');
  if (pieces > 0) {
    await administrator.send('AdjustStock', { input: { productId: product.id, delta: pieces, reason: 'delivery' } });
  }
  return product;
}
