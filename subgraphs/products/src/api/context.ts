import type { Caller } from '@galleria/kit/graphql/viewer';
import type { ArchiveProduct } from '../service/archive-product.ts';
import type { ArrangeBrands } from '../service/arrange-brands.ts';
import type { ArrangeCategories } from '../service/arrange-categories.ts';
import type { CountFacets } from '../service/count-facets.ts';
import type { Discover } from '../service/discover.ts';
import type { createEditProduct } from '../service/edit-product.ts';
import type { ListProducts } from '../service/list-products.ts';
import type { createPutOnSale } from '../service/put-on-sale.ts';
import type { ReadCatalogue } from '../service/read-catalogue.ts';
import type { ReadPriceHistory } from '../service/read-price-history.ts';
import type { createSetPrice } from '../service/set-price.ts';
import type { ShowPictures } from '../service/show-pictures.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the service layer offers to the graph. */
export interface Services {
  readonly archiveProduct: ArchiveProduct;
  readonly brands: ArrangeBrands;
  readonly catalogue: ReadCatalogue;
  readonly categories: ArrangeCategories;
  readonly discover: Discover;
  readonly editProduct: ReturnType<typeof createEditProduct>;
  readonly facets: CountFacets;
  readonly pictures: ShowPictures;
  readonly priceHistory: ReadPriceHistory;
  readonly productList: ListProducts;
  readonly putOnSale: ReturnType<typeof createPutOnSale>;
  readonly setPrice: ReturnType<typeof createSetPrice>;
}

/** One request: who asks, the services, and loaders that live as long as the request. */
export interface GraphQLContext extends Services {
  readonly caller: Caller;
  readonly loaders: Loaders;
}

export function createContext(services: Services): (caller: Caller) => GraphQLContext {
  return (caller) => ({ ...services, caller, loaders: createLoaders(services) });
}
