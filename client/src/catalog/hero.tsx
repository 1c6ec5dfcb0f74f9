import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Link } from 'react-router';
import { PageTitle } from '../ui/page-title.tsx';
import { Picture } from '../ui/picture.tsx';
import { useLanguage } from '../words/words.tsx';
import { ProductCardFragmentDoc, type ProductCardFragment } from './generated/product-card.ts';

/** The first thing that most people see: what the shop is, beside its newest piece. */
export function Hero({ product }: { readonly product: FragmentType<ProductCardFragment> | undefined }) {
  const { words } = useLanguage();
  return (
    <div className="grid items-center gap-8 lg:grid-cols-[1.05fr_1fr] lg:gap-16">
      <div className="max-w-xl">
        <PageTitle title={words.home.title}>
          <span className="block text-5xl leading-[0.98] sm:text-7xl">{words.home.headline}</span>
        </PageTitle>
        <p className="mt-5 max-w-md text-lg text-muted">{words.home.introduction}</p>
        <div className="mt-8 flex flex-wrap gap-3">
          <Link to="/c/all" className="button">
            {words.home.browse}
          </Link>
          <Link to="/c/lighting" className="button-quiet">
            {words.home.lamps}
          </Link>
        </div>
      </div>
      {product === undefined ? <div className="aspect-square rounded-3xl bg-sunken" /> : <Featured product={product} />}
    </div>
  );
}

function Featured({ product }: { readonly product: FragmentType<ProductCardFragment> }) {
  const { format } = useLanguage();
  const { data, complete } = useFragment({ fragment: ProductCardFragmentDoc, from: product });
  if (!complete) return null;
  return (
    <figure className="group relative overflow-hidden rounded-3xl bg-sunken">
      <Picture image={data.images[0]} important decorative className="picture-zoom" />
      <figcaption className="absolute inset-x-3 bottom-3 flex items-baseline justify-between gap-4 rounded-2xl bg-card/90 px-5 py-4 backdrop-blur">
        <Link to={`/p/${data.slug}`} viewTransition className="font-medium after:absolute after:inset-0">
          {data.name}
        </Link>
        <span className="shrink-0 tabular-nums">{format.money(data.price)}</span>
      </figcaption>
    </figure>
  );
}
