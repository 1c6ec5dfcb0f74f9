import { serviceSettings } from '@galleria/kit/config';
import { z } from 'zod';

export const settings = z.object({
  ...serviceSettings,
  /** How often holds beyond their time are looked for. */
  RESERVATION_SWEEP_MS: z.coerce.number().int().min(100).default(5_000),
});

export type InventoryConfig = z.output<typeof settings>;
