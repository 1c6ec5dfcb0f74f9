import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Link } from 'react-router';
import { PageTitle } from '../ui/page-title.tsx';
import { useLanguage } from '../words/words.tsx';
import { ProductCardFragmentDoc, type ProductCardFragment } from './generated/product-card.ts';

/**
 * The object in hero.avif. Its picture is a file of the shop's own: index.html shows it before anything is asked of the
 * graph.
 */
export const HERO_SLUG = 'carver-armchair-walnut';

interface HeroProps {
  /** Null where the shop no longer sells it. */
  readonly product: FragmentType<ProductCardFragment> | null;
}

/** The first thing that most people see: what the shop is, beside one of its pieces. */
export function Hero({ product }: HeroProps) {
  const { words } = useLanguage();
  return (
    <div className="hero">
      <div className="max-w-xl">
        <PageTitle title={words.home.title}>
          <span className="hero-headline">{words.home.headline}</span>
        </PageTitle>
        <p className="hero-introduction">{words.home.introduction}</p>
        <div className="hero-actions">
          <Link to="/c/all" className="button">
            {words.home.browse}
          </Link>
          <Link to="/c/lighting" className="button-quiet">
            {words.home.lamps}
          </Link>
        </div>
      </div>
      <figure className="group hero-picture">
        <picture>
          <source srcSet="/hero.avif" type="image/avif" />
          <img src="/hero.webp" alt="" width={640} height={640} fetchPriority="high" className="picture-zoom" />
        </picture>
        {product === null ? null : <Caption product={product} />}
      </figure>
    </div>
  );
}

function Caption({ product }: { readonly product: FragmentType<ProductCardFragment> }) {
  const { format } = useLanguage();
  const { data, complete } = useFragment({ fragment: ProductCardFragmentDoc, from: product });
  if (!complete) return null;
  return (
    <figcaption className="absolute inset-x-3 bottom-3 flex flex-wrap items-baseline justify-between gap-x-4 rounded-2xl bg-card/90 px-5 py-4 backdrop-blur">
      <Link to={`/p/${data.slug}`} viewTransition className="min-w-32 flex-1 font-medium after:absolute after:inset-0">
        {data.name}
      </Link>
      <span className="tabular-nums">{format.money(data.price)}</span>
    </figcaption>
  );
}
