import { serviceSettings } from '@galleria/kit/config';
import { z } from 'zod';

export const settings = z.object({
  ...serviceSettings,
  /** ISO 4217. All prices are in this currency; changing it does not convert what is stored. */
  SHOP_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters, such as EUR')
    .default('EUR'),
});

export type ProductsConfig = z.output<typeof settings>;
