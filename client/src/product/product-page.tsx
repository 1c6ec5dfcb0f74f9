import { Link, replace, type LoaderFunctionArgs } from 'react-router';
import { AddToCart } from '../cart/add-to-cart.tsx';
import { ProductGrid } from '../catalog/product-card.tsx';
import { client, heal, preloadPage } from '../graph/client.ts';
import { failedServicesOf } from '../graph/error-codes.ts';
import { useLoaded, usePage } from '../graph/use-page.ts';
import { Section } from '../services/section.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { PageTitle } from '../ui/page-title.tsx';
import { useLanguage } from '../words/words.tsx';
import { ProductAddressDocument } from './generated/product-address.ts';
import { ProductPageDocument, type ProductPageQuery } from './generated/product-page.ts';
import { ProductGallery, useFirstImage } from './product-gallery.tsx';
import { ProductStock, refreshStock, useStock } from './product-stock.tsx';

export async function loader({ params, request }: LoaderFunctionArgs) {
  const slug = params['slug'] ?? '';
  const page = await preloadPage(ProductPageDocument, { slug });
  const today = client.readQuery({ query: ProductAddressDocument, variables: { slug } })?.product?.slug ?? slug;
  // A product is found by the slugs that it had before, too: old links lead here, and the address says the one of
  // today.
  return today === slug ? { slug, page } : replace(`/p/${today}${new URL(request.url).search}`);
}

type Product = NonNullable<ProductPageQuery['product']>;

export function Component() {
  const { slug, page } = useLoaded<typeof loader>();
  const { data, error } = usePage(page);
  if (data.product === null && !failedServicesOf(error).includes('products')) return <NotFound />;
  return (
    <Section
      key={slug}
      service="products"
      missing={data.product === null}
      heal={() => heal(ProductPageDocument, { slug }, 'products')}
    >
      {data.product === null ? null : <ProductDetails product={data.product} />}
    </Section>
  );
}

function ProductDetails({ product }: { readonly product: Product }) {
  const { words } = useLanguage();
  return (
    <>
      <article className="grid gap-8 lg:grid-cols-[1.15fr_1fr] lg:gap-16">
        <ProductGallery product={product} />
        <ProductInformation product={product} />
      </article>
      {product.relatedProducts.length === 0 ? null : (
        <section className="mt-20 sm:mt-28" aria-labelledby="related">
          <h2 id="related" className="mb-6 sm:mb-8">
            {words.product.related}
          </h2>
          <ProductGrid products={product.relatedProducts} label={words.product.related} />
        </section>
      )}
    </>
  );
}

function ProductInformation({ product }: { readonly product: Product }) {
  const { words, format } = useLanguage();
  const { inStock } = useStock(product);
  const firstImage = useFirstImage(product);
  const { id, slug, name, description, price, brand, category, archived } = product;
  return (
    <div className="lg:sticky lg:top-24 lg:self-start lg:pt-4">
      <nav aria-label={words.product.where} className="eyebrow mb-4">
        <Link to={`/c/${category.slug}`} className="link">
          {words.catalog.categoryName(category.slug, category.name)}
        </Link>
      </nav>
      <PageTitle title={name} />
      <p className="mt-3 text-muted">
        {words.product.by}{' '}
        <Link to={`/c/all?brand=${brand.slug}`} className="link text-ink">
          {brand.name}
        </Link>
      </p>
      <p className="mt-6 text-2xl tabular-nums">{format.money(price)}</p>
      <p className="text-sm text-muted">{words.product.tax}</p>
      <div className="my-6">
        {archived ? <p>{words.product.archived}</p> : <ProductStock id={id} slug={slug} product={product} />}
      </div>
      <AddToCart
        product={{ id, slug, name, price, image: firstImage }}
        disabled={archived || inStock === false}
        onAdded={() => void refreshStock(slug)}
      />
      <p className="mt-8 max-w-prose border-t border-line pt-6 text-[1.02rem] leading-relaxed">{description}</p>
    </div>
  );
}
