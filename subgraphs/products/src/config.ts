import { join, resolve } from 'node:path';
import { serviceSettings } from '@galleria/kit/config';
import { z } from 'zod';

export const settings = z.object({
  ...serviceSettings,
  /** ISO 4217. All prices are in this currency; changing it does not convert what is stored. */
  SHOP_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters, such as EUR')
    .default('EUR'),
  /** Where clients find the pictures: a path on the origin that serves the shop, or an absolute URL. */
  IMAGES_URL: z
    .string()
    .regex(/^(\/|https?:\/\/).*[^/]$/, 'a path such as /images, or an absolute URL, without a slash at its end')
    .default('/images'),
  /** Where the pictures and their manifest are on disk. */
  IMAGES_FOLDER: z.string().default(imagesOfCheckout()),
});

export type ProductsConfig = z.output<typeof settings>;

/**
 * This module is subgraphs/products/src/config.ts in a checkout, and part of dist/products/main.js or a chunk of it in
 * a bundle.
 */
function imagesOfCheckout(): string {
  const isSource = import.meta.dirname.endsWith(join('products', 'src'));
  return resolve(import.meta.dirname, isSource ? '../images' : '../../subgraphs/products/images');
}
