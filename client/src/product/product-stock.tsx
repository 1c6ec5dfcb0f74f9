import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useEffect } from 'react';
import { heal } from '../graph/client.ts';
import { keepUp } from '../live/keep-up.ts';
import { Section } from '../services/section.tsx';
import { useLanguage } from '../words/words.tsx';
import { ProductStockFragmentDoc, RefreshStockDocument, type ProductStockFragment } from './generated/product-stock.ts';

const FEW = 5;
/** Where it has to be asked for: nobody waits for it. */
const ASK_FIRST_MS = 5_000;
const ASK_SLOWEST_MS = 60_000;

export function useStock(product: FragmentType<ProductStockFragment>) {
  const { data, complete } = useFragment({ fragment: ProductStockFragmentDoc, from: product });
  return complete ? { available: data.available, inStock: data.inStock } : { available: null, inStock: null };
}

/** Asks past the cache how many pieces there are now. */
export async function refreshStock(slug: string): Promise<boolean> {
  return heal(RefreshStockDocument, { slug }, 'inventory');
}

interface ProductStockProps {
  readonly id: string;
  readonly slug: string;
  readonly product: FragmentType<ProductStockFragment>;
}

/** What inventory knows of a product, as it is while somebody looks. */
export function ProductStock({ id, slug, product }: ProductStockProps) {
  const { words } = useLanguage();
  const { available, inStock } = useStock(product);
  useEffect(
    () =>
      keepUp({
        follow: async () => (await import('../live/follow-stock.ts')).followStock(id),
        ask: async () => String(await refreshStock(slug)),
        firstMs: ASK_FIRST_MS,
        slowestMs: ASK_SLOWEST_MS,
      }),
    [id, slug],
  );
  return (
    <Section service="inventory" missing={available === null} heal={() => refreshStock(slug)}>
      <p role="status" className="flex items-center gap-2.5 text-[0.95rem]">
        <span className={`size-2 rounded-full ${inStock === true ? 'bg-good' : 'bg-bad'}`} />
        {inStock !== true
          ? words.product.soldOut
          : (available ?? 0) <= FEW
            ? words.product.few(available ?? 0)
            : words.product.inStock}
      </p>
    </Section>
  );
}
