import type { GraphClient } from './graph-client.ts';

const PAGE = 100;

interface ProductPage<Product> {
  readonly products: {
    readonly nodes: readonly Product[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** All products on sale. The document lists a page of them by `first` and `after`. */
export async function readProducts<Product>(client: GraphClient, document: string): Promise<Product[]> {
  const all: Product[] = [];
  let after: string | null = null;
  do {
    const { products }: ProductPage<Product> = await client.request<ProductPage<Product>>(document, {
      first: PAGE,
      after,
    });
    all.push(...products.nodes);
    after = products.pageInfo.hasNextPage ? products.pageInfo.endCursor : null;
  } while (after !== null);
  return all;
}
