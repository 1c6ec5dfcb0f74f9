import type { Brand, Category } from '../domain/catalogue.ts';
import type { Product } from '../domain/product.ts';
import type { PriceChange } from '../domain/price-change.ts';
import type { ProductFilter } from '../domain/product-list.ts';
import type { ProductPage } from '../service/list-products.ts';
import type { PriceHistoryPage } from '../service/read-price-history.ts';

/** What resolvers pass on for each type: the domain's own, from which the fields are derived. */
export type ProductModel = Product;
export type CategoryModel = Category;
export type BrandModel = Brand;
export type ProductConnectionModel = ProductPage;
export type PriceChangeModel = PriceChange;
export type PriceChangeConnectionModel = PriceHistoryPage;
/** Each facet is counted from the list's filter when it is asked for. */
export type ProductFacetsModel = ProductFilter;
