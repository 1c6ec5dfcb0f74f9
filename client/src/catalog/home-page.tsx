import { Link } from 'react-router';
import { heal, preloadPage } from '../graph/client.ts';
import { useLoaded, usePage } from '../graph/use-page.ts';
import { Section } from '../services/section.tsx';
import { useLanguage } from '../words/words.tsx';
import { HomePageDocument } from './generated/home-page.ts';
import { Hero, HERO_SLUG } from './hero.tsx';
import { ProductGrid } from './product-card.tsx';

export async function loader() {
  return { page: await preloadPage(HomePageDocument, { hero: HERO_SLUG }) };
}

export function Component() {
  const { page } = useLoaded<typeof loader>();
  const { data } = usePage(page);
  const { words } = useLanguage();
  const products = data.products?.edges.map(({ node }) => node) ?? [];
  return (
    <>
      <Hero product={data.product} />
      <Section
        service="products"
        missing={data.products === null}
        heal={() => heal(HomePageDocument, { hero: HERO_SLUG }, 'products')}
        className="mt-16 sm:mt-24"
      >
        <div className="mb-6 flex items-baseline justify-between gap-4 sm:mb-8">
          <h2>{words.home.newest}</h2>
          <Link to="/c/all" className="link shrink-0">
            {words.home.seeAll}
          </Link>
        </div>
        <ProductGrid products={products} label={words.home.newest} />
        <h2 className="mt-20 mb-6 sm:mt-28">{words.home.rooms}</h2>
        <ul className="grid border-t border-line sm:grid-cols-2 sm:gap-x-12">
          {data.categories?.map(({ id, slug, name }) => (
            <li key={id} className="border-b border-line">
              <Link
                to={`/c/${slug}`}
                className="group flex items-baseline justify-between py-5 font-serif text-2xl sm:text-3xl"
              >
                {words.catalog.categoryName(slug, name)}
                <span aria-hidden="true" className="text-muted transition-transform group-hover:translate-x-1">
                  →
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
