import { join, resolve } from 'node:path';
import { loadConfig, processSettings, type Environment } from '@galleria/kit/config';
import { z } from 'zod';

const { PORT, HOST, LOG_LEVEL, NODE_ENV } = processSettings;
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

export const settings = z.object({
  PORT,
  HOST,
  LOG_LEVEL,
  NODE_ENV,
  /** Where the router answers `/graphql` and `/ready`. */
  ROUTER_URL: httpUrl,
  /** Where `/images` are: the products service. */
  IMAGES_SERVER_URL: httpUrl,
  /** Absent: where the build of the checkout puts the pages. */
  STOREFRONT_FOLDER: z.string().optional(),
});

export type StorefrontConfig = z.output<typeof settings> & { readonly STOREFRONT_FOLDER: string };

/** Throws `ConfigError` with everything that is wrong. */
export function loadStorefrontConfig(env: Environment): StorefrontConfig {
  const config = loadConfig(settings, env);
  return { ...config, STOREFRONT_FOLDER: config.STOREFRONT_FOLDER ?? ofCheckout() };
}

/**
 * This module is packages/platform/src/storefront/config.ts in a checkout, and part of dist/storefront/main.js in a
 * bundle.
 */
function ofCheckout(): string {
  const isSource = import.meta.dirname.endsWith(join('src', 'storefront'));
  return resolve(import.meta.dirname, isSource ? '../../../../dist/client' : '../client');
}
