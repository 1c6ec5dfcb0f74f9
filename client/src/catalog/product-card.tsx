import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Link } from 'react-router';
import { Picture } from '../ui/picture.tsx';
import { useLanguage } from '../words/words.tsx';
import { ProductCardFragmentDoc, type ProductCardFragment } from './generated/product-card.ts';

interface ProductCardProps {
  readonly product: FragmentType<ProductCardFragment>;
  /** Among the first on the page: its picture is asked for at once. */
  readonly important?: boolean;
}

function ProductCard({ product, important = false }: ProductCardProps) {
  const { words, format } = useLanguage();
  const { data, complete } = useFragment({ fragment: ProductCardFragmentDoc, from: product });
  if (!complete) return null;
  const { slug, name, price, brand, images, inStock } = data;
  return (
    <article className="group relative">
      <div className="overflow-hidden rounded-2xl bg-sunken">
        <Picture image={images[0]} decorative important={important} className="picture-zoom" />
      </div>
      <div className="mt-3 grid gap-0.5 sm:mt-4">
        <h3 className="text-[0.98rem] leading-snug font-medium">
          <Link to={`/p/${slug}`} viewTransition className="after:absolute after:inset-0">
            {name}
          </Link>
        </h3>
        <p className="text-sm text-muted">{brand.name}</p>
        <p className="mt-1 flex flex-wrap items-baseline gap-x-3 text-[0.95rem] tabular-nums">
          {format.money(price)}
          {inStock === false ? <span className="text-sm text-muted">{words.product.soldOut}</span> : null}
        </p>
      </div>
    </article>
  );
}

interface ProductGridProps {
  readonly products: readonly (FragmentType<ProductCardFragment> & { readonly id: string })[];
  readonly label: string;
}

/** The first rows' pictures come at once, the others as they are scrolled to. */
export function ProductGrid({ products, label }: ProductGridProps) {
  return (
    <ul aria-label={label} className="grid grid-cols-2 gap-x-4 gap-y-9 sm:gap-x-6 md:grid-cols-3 xl:grid-cols-4">
      {products.map((product, index) => (
        <li key={product.id}>
          <ProductCard product={product} important={index < 4} />
        </li>
      ))}
    </ul>
  );
}
