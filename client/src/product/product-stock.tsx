import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useEffect } from 'react';
import { heal } from '../graph/client.ts';
import { Section } from '../services/section.tsx';
import { useLanguage } from '../words/words.tsx';
import { ProductStockFragmentDoc, RefreshStockDocument, type ProductStockFragment } from './generated/product-stock.ts';

const FEW = 5;

export function useStock(product: FragmentType<ProductStockFragment>) {
  const { data, complete } = useFragment({ fragment: ProductStockFragmentDoc, from: product });
  return complete ? { available: data.available, inStock: data.inStock } : { available: null, inStock: null };
}

/** Asks past the cache how many pieces there are now. */
export async function refreshStock(slug: string): Promise<boolean> {
  return heal(RefreshStockDocument, { slug }, 'inventory');
}

interface ProductStockProps {
  readonly slug: string;
  readonly product: FragmentType<ProductStockFragment>;
}

/** What inventory knows of a product: asked again whenever somebody comes back to look. */
export function ProductStock({ slug, product }: ProductStockProps) {
  const { words } = useLanguage();
  const { available, inStock } = useStock(product);
  useEffect(() => {
    const refresh = () => {
      if (!document.hidden) void refreshStock(slug).catch(() => undefined);
    };
    document.addEventListener('visibilitychange', refresh);
    window.addEventListener('focus', refresh);
    return () => {
      document.removeEventListener('visibilitychange', refresh);
      window.removeEventListener('focus', refresh);
    };
  }, [slug]);
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
