import { useRef, useSyncExternalStore, type ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { formText } from '../ui/form-text.ts';
import { useLanguage } from '../words/words.tsx';
import { changeCatalogUrl, type CatalogQuery } from './catalog-url.ts';
import type { FacetsFragment } from './generated/catalog-page.ts';

interface FacetsProps {
  readonly query: CatalogQuery;
  readonly facets: FacetsFragment;
}

const wide = window.matchMedia('(min-width: 64rem)');

/** What narrows the list: beside it where there is room, folded above it where there is not. */
export function Facets({ query, facets }: FacetsProps) {
  const { words } = useLanguage();
  const isWide = useSyncExternalStore(
    (listener) => {
      wide.addEventListener('change', listener);
      return () => wide.removeEventListener('change', listener);
    },
    () => wide.matches,
  );
  const groups = <FacetGroups query={query} facets={facets} />;
  if (isWide) return <nav aria-label={words.catalog.narrow}>{groups}</nav>;
  return (
    <details className="rounded-2xl border border-line bg-card px-5 py-3">
      <summary className="py-1 font-medium">{words.catalog.narrow}</summary>
      <nav aria-label={words.catalog.narrow} className="pt-4 pb-2">
        {groups}
      </nav>
    </details>
  );
}

function FacetGroups({ query, facets }: FacetsProps) {
  const { words } = useLanguage();
  const categories = nextShelves(facets.categories, query.category);
  return (
    <div className="grid gap-8">
      {categories.length === 0 ? null : (
        <FacetGroup title={words.catalog.categories}>
          {categories.map(({ category: { id, slug, name }, count }) => (
            <FacetLink key={id} to={changeCatalogUrl(query, { category: slug })} chosen={false} count={count}>
              {words.catalog.categoryName(slug, name)}
            </FacetLink>
          ))}
        </FacetGroup>
      )}
      <FacetGroup title={words.catalog.makers}>
        {facets.brands.map(({ brand: { id, slug, name }, count }) => {
          const chosen = query.brand === slug;
          const to = changeCatalogUrl(query, { brand: chosen ? undefined : slug });
          return (
            <FacetLink key={id} to={to} chosen={chosen} count={count}>
              {name}
            </FacetLink>
          );
        })}
      </FacetGroup>
      <PriceRange key={`${query.minPrice ?? ''}-${query.maxPrice ?? ''}`} query={query} facets={facets} />
    </div>
  );
}

/** The shelves inside the one that is looked at, or beside it where it has none; the top ones in the whole shop. */
function nextShelves(categories: FacetsFragment['categories'], current: string | undefined) {
  const inside = categories.filter(({ category }) => category.parent?.slug === current);
  if (inside.length > 0) return inside;
  const parent = categories.find(({ category }) => category.slug === current)?.category.parent?.slug;
  return categories.filter(({ category }) => category.slug !== current && category.parent?.slug === parent);
}

function FacetGroup({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <p className="mb-2 text-sm font-medium">{title}</p>
      <ul className="-mx-1 grid max-h-96 overflow-y-auto px-1">{children}</ul>
    </div>
  );
}

interface FacetLinkProps {
  readonly to: string;
  readonly chosen: boolean;
  readonly count: number;
  readonly children: ReactNode;
}

function FacetLink({ to, chosen, count, children }: FacetLinkProps) {
  return (
    <li>
      <Link
        to={to}
        preventScrollReset
        aria-current={chosen ? 'true' : undefined}
        className={`flex justify-between gap-3 py-1.5 text-[0.95rem] -outline-offset-2 hover:text-ink ${chosen ? 'font-semibold text-ink' : 'text-muted'}`}
      >
        <span>
          {children}
          {chosen ? <span aria-hidden="true"> ×</span> : null}
        </span>
        <span className="text-sm tabular-nums">{count}</span>
      </Link>
    </li>
  );
}

function PriceRange({ query, facets }: FacetsProps) {
  const { words } = useLanguage();
  const navigate = useNavigate();
  const form = useRef<HTMLFormElement>(null);
  const read = (name: string) => {
    const text = form.current === null ? '' : formText(new FormData(form.current), name);
    return /^\d+$/.test(text) ? Number(text) : undefined;
  };
  const limits = [facets.minPriceMinor, facets.maxPriceMinor].map((minor) => Math.round((minor ?? 0) / 100));
  const field = 'h-11 w-full min-w-0 rounded-xl border border-line bg-card px-2 text-sm text-ellipsis tabular-nums';
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        const change = { minPrice: read('min'), maxPrice: read('max') };
        void navigate(changeCatalogUrl(query, change), { preventScrollReset: true });
      }}
    >
      <p className="mb-2 text-sm font-medium">{words.catalog.price}</p>
      <div className="grid grid-cols-[1fr_1fr_auto] gap-2">
        <input
          className={field}
          name="min"
          inputMode="numeric"
          aria-label={words.catalog.from}
          placeholder={String(limits[0])}
          defaultValue={query.minPrice}
        />
        <input
          className={field}
          name="max"
          inputMode="numeric"
          aria-label={words.catalog.to}
          placeholder={String(limits[1])}
          defaultValue={query.maxPrice}
        />
        <button type="submit" className="button-quiet px-3">
          {words.catalog.apply}
        </button>
      </div>
    </form>
  );
}
