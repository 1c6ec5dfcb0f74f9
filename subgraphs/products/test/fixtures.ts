import { join } from 'node:path';
import { newId } from '@galleria/kit/identifiers';
import { startService, type HarnessOptions, type TestService } from '@galleria/platform/testing/service-harness';
import { createProductsApp } from '../src/app.ts';

export type ProductsService = TestService<Awaited<ReturnType<typeof createProductsApp>>>;

export const ADMINISTRATOR = { userId: newId(), roles: ['CUSTOMER', 'ADMINISTRATOR'] };
export const CUSTOMER = { userId: newId(), roles: ['CUSTOMER'] };

export const CREATE_CATEGORY = `
  mutation CreateCategory($input: CreateCategoryInput!) {
    createCategory(input: $input) {
      __typename
      ... on CategoryCreated { category { id slug name parent { slug } children { slug } } }
      ... on Problem { code message }
      ... on InvalidProductData { field }
    }
  }`;

export const CREATE_BRAND = `
  mutation CreateBrand($input: CreateBrandInput!) {
    createBrand(input: $input) {
      __typename
      ... on BrandCreated { brand { id slug name } }
      ... on Problem { code message }
      ... on InvalidProductData { field }
    }
  }`;

export const CREATE_PRODUCT = `
  mutation CreateProduct($input: CreateProductInput!) {
    createProduct(input: $input) {
      __typename
      ... on ProductCreated {
        product { id slug name description price { amountMinor currency } category { slug } brand { slug } archived createdAt }
      }
      ... on Problem { code message }
      ... on InvalidProductData { field }
    }
  }`;

export const SET_PRICE = `
  mutation SetPrice($input: SetPriceInput!) {
    setPrice(input: $input) {
      __typename
      ... on PriceSet { product { id price { amountMinor currency } } }
      ... on Problem { code message }
    }
  }`;

export const ARCHIVE = `
  mutation Archive($productId: ID!) {
    archiveProduct(productId: $productId) {
      __typename
      ... on ProductArchived { product { id archived } }
      ... on Problem { code message }
    }
  }`;

export function startProducts(
  options: HarnessOptions & { readonly imagesFolder?: string } = {},
): Promise<ProductsService> {
  const config = {
    SHOP_CURRENCY: 'EUR',
    IMAGES_URL: '/images',
    IMAGES_FOLDER: options.imagesFolder ?? join(import.meta.dirname, 'no-such-folder'),
  };
  return startService('products', createProductsApp, config, options);
}

/** A slug that no other test uses. */
export function freshSlug(stem = 'thing'): string {
  return `${stem}-${newId()}`;
}

export async function addCategory(
  service: ProductsService,
  category: { readonly slug?: string; readonly name?: string; readonly parentId?: string } = {},
): Promise<{ id: string; slug: string }> {
  const input = { slug: freshSlug('shelf'), name: 'Shelf', ...category };
  const { data } = await service.query(CREATE_CATEGORY, { variables: { input }, viewer: ADMINISTRATOR });
  return (data as { createCategory: { category: { id: string; slug: string } } }).createCategory.category;
}

export async function addBrand(
  service: ProductsService,
  brand: { readonly slug?: string; readonly name?: string } = {},
): Promise<{ id: string; slug: string }> {
  const input = { slug: freshSlug('maker'), name: 'Maker', ...brand };
  const { data } = await service.query(CREATE_BRAND, { variables: { input }, viewer: ADMINISTRATOR });
  return (data as { createBrand: { brand: { id: string; slug: string } } }).createBrand.brand;
}

export interface ProductInput {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly price: { readonly amountMinor: number; readonly currency: string };
  readonly categoryId: string;
  readonly brandId: string;
}

export async function addProduct(
  service: ProductsService,
  { amountMinor = 4_900, ...product }: Partial<ProductInput> & { readonly amountMinor?: number } = {},
): Promise<{ id: string; slug: string }> {
  const input = {
    slug: freshSlug('product'),
    name: 'Lamp',
    description: 'It gives light.',
    price: { amountMinor, currency: 'EUR' },
    categoryId: product.categoryId ?? (await addCategory(service)).id,
    brandId: product.brandId ?? (await addBrand(service)).id,
    ...product,
  };
  const { data } = await service.query(CREATE_PRODUCT, { variables: { input }, viewer: ADMINISTRATOR });
  return (data as { createProduct: { product: { id: string; slug: string } } }).createProduct.product;
}
