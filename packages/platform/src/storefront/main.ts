import { runProcess } from '@galleria/kit/process/lifecycle';
import { createLogger } from '@galleria/kit/logger';
import { loadStorefrontConfig } from './config.ts';
import { startStorefront } from './storefront.ts';

const config = loadStorefrontConfig(process.env);
const logger = createLogger({ service: 'storefront', level: config.LOG_LEVEL });

await runProcess(logger, () =>
  startStorefront({
    host: config.HOST,
    port: config.PORT,
    folder: config.STOREFRONT_FOLDER,
    routerUrl: config.ROUTER_URL,
    imagesUrl: config.IMAGES_SERVER_URL,
    logger,
  }),
);
