import { startTransition, useState } from 'react';
import { useQueryRefHandlers } from '@apollo/client/react';
import { replace, useNavigate, type LoaderFunctionArgs } from 'react-router';
import { client, heal, preloadPage } from '../graph/client.ts';
import { failedServicesOf } from '../graph/error-codes.ts';
import { useLoaded, usePage } from '../graph/use-page.ts';
import { Section } from '../services/section.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useLanguage } from '../words/words.tsx';
import { catalogVariables, formatCatalogUrl, PAGE_SIZE, parseCatalogUrl, type CatalogQuery } from './catalog-url.ts';
import { Facets } from './facets.tsx';
import { CategoryAddressDocument } from './generated/category-address.ts';
import { CatalogPageDocument, type CatalogPageQuery } from './generated/catalog-page.ts';
import { ProductGrid } from './product-card.tsx';
import { SortChoice } from './sort-choice.tsx';

export async function loader({ params, request }: LoaderFunctionArgs) {
  const query = parseCatalogUrl(params['category'], new URL(request.url).searchParams);
  const page = await preloadPage(CatalogPageDocument, catalogVariables(query));
  const slug = query.category ?? '';
  const today = client.readQuery({ query: CategoryAddressDocument, variables: { slug } })?.category?.slug ?? slug;
  // A category is found by the slugs that it had before, too: old links lead here, and the address says the one of
  // today.
  return today === slug ? { query, page } : replace(formatCatalogUrl({ ...query, category: today }));
}

type Products = NonNullable<CatalogPageQuery['products']>;

export function Component() {
  const { query, page } = useLoaded<typeof loader>();
  // Before useReadQuery: it would dispose of what the handlers need (apollo-client #11772).
  const { fetchMore } = useQueryRefHandlers(page);
  const { data, error } = usePage(page);
  const title = useTitle(query, data.category?.name);
  const { products } = data;
  if (data.category === null && !failedServicesOf(error).includes('products')) return <NotFound />;
  const askForMore = () => fetchMore({ variables: { first: PAGE_SIZE, after: products?.pageInfo.endCursor ?? null } });
  return (
    <>
      <header className="mb-8 sm:mb-12">
        <PageTitle title={title} />
      </header>
      <Section
        service="products"
        missing={products === null}
        heal={() => heal(CatalogPageDocument, catalogVariables(query), 'products')}
      >
        {products === null ? null : (
          <div className="grid gap-8 lg:grid-cols-[14rem_1fr] lg:gap-12">
            <Facets query={query} facets={products.facets} />
            <Results query={query} products={products} title={title} askForMore={askForMore} />
          </div>
        )}
      </Section>
    </>
  );
}

interface ResultsProps {
  readonly query: CatalogQuery;
  readonly products: Products;
  readonly title: string;
  readonly askForMore: () => Promise<unknown>;
}

function Results({ query, products, title, askForMore }: ResultsProps) {
  const { words } = useLanguage();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const showMore = () => {
    setAsking(true);
    startTransition(async () => {
      await askForMore().catch(() => undefined);
      setAsking(false);
      await navigate(formatCatalogUrl({ ...query, page: query.page + 1 }), { replace: true, preventScrollReset: true });
    });
  };
  const shown = products.edges.map(({ node }) => node);
  return (
    <div>
      <h2 className="sr-only">{title}</h2>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <p role="status" className="text-muted">
          {words.catalog.count(products.totalCount)}
        </p>
        <SortChoice query={query} />
      </div>
      {shown.length === 0 ? <p className="max-w-prose text-lg">{words.catalog.nothing}</p> : null}
      <ProductGrid products={shown} label={title} />
      {products.pageInfo.hasNextPage ? (
        <div className="mt-14 grid place-items-center gap-3">
          <p className="text-sm text-muted">{words.catalog.shown(shown.length, products.totalCount)}</p>
          <button type="button" className="button-quiet" disabled={asking} onClick={showMore}>
            {words.catalog.more}
          </button>
        </div>
      ) : null}
    </div>
  );
}

function useTitle({ category, text }: CatalogQuery, name: string | undefined): string {
  const { words } = useLanguage();
  if (text !== '') return words.catalog.resultsFor(text);
  if (category === undefined) return words.catalog.everything;
  return words.catalog.categoryName(category, name ?? capitalize(category.replaceAll('-', ' ')));
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
