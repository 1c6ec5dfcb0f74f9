import { serviceSettings } from '@galleria/kit/config';
import { z } from 'zod';

const ownSettings = {
  /** How often holds beyond their time are looked for. */
  RESERVATION_SWEEP_MS: z.coerce.number().int().min(100).default(5_000),
  /** With fewer pieces available the stock of a product is low, unless it has a threshold of its own; zero: never. */
  LOW_STOCK_THRESHOLD: z.coerce.number().int().min(0).max(1_000_000).default(5),
};

export const settings = z.object({ ...serviceSettings, ...ownSettings });

/** What the service itself reads; the rest is for the process around it. */
export type InventoryConfig = z.output<z.ZodObject<typeof ownSettings>>;
