import { productCreated } from '@galleria/events/products';
import { isId, newId } from '@galleria/kit/identifiers';
import { namingProblem, type NamingProblem } from '../domain/naming.ts';
import { priceProblem, type Money, type Product } from '../domain/product.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

export interface NewProduct {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly price: Money;
  readonly categoryId: string;
  readonly brandId: string;
  /** The administrator's account. */
  readonly createdBy: string;
}

export type SaleOutcome =
  | { readonly kind: 'created'; readonly product: Product }
  | { readonly kind: 'invalid'; readonly problem: NamingProblem }
  | { readonly kind: 'invalid-price'; readonly problem: string }
  | { readonly kind: 'category-unknown' }
  | { readonly kind: 'brand-unknown' }
  | { readonly kind: 'slug-taken' };

/** Puts a new product on sale, and tells the others. */
export function createPutOnSale(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
  /** The one currency of the shop. */
  readonly currency: string;
}) {
  const { unitOfWork, clock, currency } = dependencies;
  return async (input: NewProduct): Promise<SaleOutcome> => {
    const problem = namingProblem(input);
    if (problem !== null) return { kind: 'invalid', problem };
    const inPrice = priceProblem(input.price, currency);
    if (inPrice !== null) return { kind: 'invalid-price', problem: inPrice };
    if (!isId(input.categoryId)) return { kind: 'category-unknown' };
    if (!isId(input.brandId)) return { kind: 'brand-unknown' };
    return unitOfWork((work) => putOnSale(work, productOf(input, clock()), input.createdBy));
  };
}

async function putOnSale(
  { brands, categories, products, outbox }: Work,
  product: Product,
  createdBy: string,
): Promise<SaleOutcome> {
  if (!(await categories.has(product.categoryId))) return { kind: 'category-unknown' };
  if (!(await brands.has(product.brandId))) return { kind: 'brand-unknown' };
  if (!(await products.insert(product))) return { kind: 'slug-taken' };
  const { id: productId, slug, name, createdAt, version } = product;
  const price = { amountMinor: product.priceMinor, currency: product.currency };
  await products.recordPrice({
    productId,
    version,
    price,
    previousPrice: null,
    changedBy: createdBy,
    changedAt: createdAt,
  });
  await outbox.add(productCreated, { productId, slug, name, price, createdAt: createdAt.toISOString(), version });
  return { kind: 'created', product };
}

function productOf(input: NewProduct, createdAt: Date): Product {
  return {
    id: newId(),
    slug: input.slug,
    name: input.name.trim(),
    description: input.description.trim(),
    priceMinor: input.price.amountMinor,
    currency: input.price.currency,
    categoryId: input.categoryId,
    brandId: input.brandId,
    createdAt,
    archivedAt: null,
    version: 1,
    pictureFolder: input.slug,
  };
}
