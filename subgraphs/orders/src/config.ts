import { serviceSettings } from '@galleria/kit/config';
import { z } from 'zod';

const milliseconds = z.coerce.number().int().min(1);

const ownSettings = {
  /** The GraphQL endpoint of users. */
  USERS_URL: z.url({ protocol: /^https?$/ }),
  /** How long one try of a call to users may take; a failed call is tried once more. */
  USERS_TIMEOUT_MS: milliseconds.default(300),
  /** After so many failed tries in a row users is left alone, … */
  USERS_BREAKER_FAILURES: z.coerce.number().int().min(1).default(5),
  /** … for this long. Then one try decides. */
  USERS_BREAKER_OPEN_MS: milliseconds.default(5_000),
  /** How long an order waits for inventory's answer before it is cancelled. */
  STOCK_DEADLINE_MS: milliseconds.default(30_000),
  /** How long an order waits for its payment before it is cancelled. */
  PAYMENT_DEADLINE_MS: milliseconds.default(60_000),
  /** How often orders beyond their deadline are looked for. */
  DEADLINE_SWEEP_MS: milliseconds.default(1_000),
  /** The one currency of the shop. */
  CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'an ISO 4217 code')
    .default('EUR'),
};

export const settings = z.object({ ...serviceSettings, ...ownSettings });

/** What the service itself reads; the rest is for the process around it. */
export type OrdersConfig = z.output<z.ZodObject<typeof ownSettings>>;
