import { createPrismaAdapter } from '@galleria/kit/database/prisma-adapter';
import { createServiceApp } from '@galleria/kit/process/service-app';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import { createSubgraphServer } from '@galleria/kit/graphql/subgraph-server';
import { knownTypes } from '@galleria/events/catalog';
import { faultSwitched } from '@galleria/events/operations';
import { followFaults } from '@galleria/messaging/consumer/follow-faults';
import { createMessaging } from '@galleria/messaging/messaging';
import { createContext } from './api/context.ts';
import { registerPictureRoute } from './api/picture-route.ts';
import { resolvers } from './api/resolvers.ts';
import type { ProductsConfig } from './config.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { typeDefs } from './generated/type-defs.ts';
import { createCatalogueReader } from './repository/catalogue-reader.ts';
import { createDiscoveryReader } from './repository/discovery-reader.ts';
import { readPictureStore } from './repository/picture-store.ts';
import { createPriceHistoryReader } from './repository/price-history-reader.ts';
import { createProductFacetReader } from './repository/product-facet-reader.ts';
import { createProductListReader } from './repository/product-list-reader.ts';
import { createSlugReader } from './repository/slug-reader.ts';
import { createUnitOfWork } from './repository/unit-of-work.ts';
import { createArchiveProduct } from './service/archive-product.ts';
import { createArrangeBrands } from './service/arrange-brands.ts';
import { createArrangeCategories } from './service/arrange-categories.ts';
import { createCountFacets } from './service/count-facets.ts';
import { createDiscover } from './service/discover.ts';
import { createEditProduct } from './service/edit-product.ts';
import { createListProducts } from './service/list-products.ts';
import { createPutOnSale } from './service/put-on-sale.ts';
import { createReadCatalogue } from './service/read-catalogue.ts';
import { createReadPriceHistory } from './service/read-price-history.ts';
import { createSetPrice } from './service/set-price.ts';
import { createShowPictures } from './service/show-pictures.ts';

/** The products service, put together: database → repositories → services → graph. It listens to nobody. */
export async function createProductsApp(
  infrastructure: Infrastructure,
  config: Pick<ProductsConfig, 'SHOP_CURRENCY' | 'IMAGES_URL' | 'IMAGES_FOLDER'>,
) {
  const { database, clock } = infrastructure;
  const prisma = new PrismaClient({ adapter: createPrismaAdapter(database.pool) });
  const unitOfWork = createUnitOfWork(database);
  const currency = config.SHOP_CURRENCY;
  const pictures = createShowPictures({
    store: await readPictureStore(config.IMAGES_FOLDER),
    baseUrl: config.IMAGES_URL,
  });
  const services = {
    archiveProduct: createArchiveProduct({ unitOfWork, clock }),
    brands: createArrangeBrands({ unitOfWork }),
    catalogue: createReadCatalogue({ reader: createCatalogueReader(prisma), slugs: createSlugReader(prisma) }),
    categories: createArrangeCategories({ unitOfWork }),
    discover: createDiscover({ reader: createDiscoveryReader(database) }),
    editProduct: createEditProduct({ unitOfWork, clock }),
    facets: createCountFacets({ reader: createProductFacetReader(database) }),
    pictures,
    priceHistory: createReadPriceHistory({ reader: createPriceHistoryReader(database) }),
    productList: createListProducts({ reader: createProductListReader(database) }),
    putOnSale: createPutOnSale({ unitOfWork, clock, currency }),
    setPrice: createSetPrice({ unitOfWork, clock, currency }),
  };
  const messaging = createMessaging({
    ...infrastructure,
    service: 'products',
    topics: ['products.events'],
    knownTypes,
    subscriptions: [],
    broadcasts: followFaults(infrastructure.faults, faultSwitched),
  });
  const server = await createSubgraphServer({
    ...infrastructure,
    typeDefs,
    resolvers,
    createContext: createContext(services),
    readiness: [database.readiness, ...messaging.readiness],
  });
  registerPictureRoute(server, pictures);

  return createServiceApp({ server, work: [messaging], close: [() => prisma.$disconnect()] });
}
