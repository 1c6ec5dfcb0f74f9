import { products } from './data/products.ts';
import type { GraphClient } from './graph-client.ts';
import { ADJUST_STOCK, STOCK } from './operations.ts';
import { readProducts } from './read-products.ts';
import type { SeededCatalogue } from './seed-catalogue.ts';
import { eventually, inParallel } from './waiting.ts';

const PARALLEL = 8;
interface ProductStock {
  readonly slug: string;
  /** Null where inventory does not know the product yet. */
  readonly available: number | null;
}

/**
 * Gives new products their first stock, as soon as inventory has heard of them; gives how many pieces. With `isFirst`,
 * when nobody has ordered yet, those that an interrupted seed left without any get theirs, too; later, what is sold out
 * stays sold out.
 */
export async function seedStock(
  administrator: GraphClient,
  catalogue: SeededCatalogue,
  isFirst: boolean,
): Promise<number> {
  const candidates = products.filter(({ slug, stock }) => stock > 0 && (isFirst || catalogue.created.has(slug)));
  if (candidates.length === 0) return 0;
  const available = await eventually('inventory to hear of the new products', async () => {
    const stock = await readProducts<ProductStock>(administrator, STOCK);
    const known = new Map(stock.map((product) => [product.slug, product.available]));
    return candidates.every(({ slug }) => !known.has(slug) || known.get(slug) !== null) ? known : null;
  });
  const empty = candidates.filter(({ slug }) => available.get(slug) === 0);
  await inParallel(empty, PARALLEL, async ({ slug, stock }) => {
    const input = { productId: catalogue.productIds.get(slug), delta: stock, reason: 'First delivery' };
    const { adjustStock } = await administrator.request<{ adjustStock: { __typename: string; message?: string } }>(
      ADJUST_STOCK,
      { input },
    );
    if (adjustStock.__typename !== 'StockAdjusted') throw new Error(`${slug}: ${adjustStock.message ?? ''}`);
  });
  return empty.reduce((sum, { stock }) => sum + stock, 0);
}
