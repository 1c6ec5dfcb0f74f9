import { serviceSettings } from '@galleria/kit/config';
import { z } from 'zod';

const milliseconds = z.coerce.number().int();

export const settings = z.object({
  ...serviceSettings,
  /** How many requests to the provider may be under way at once, for charges and for refunds. */
  PROVIDER_CONCURRENCY: z.coerce.number().int().min(1).default(64),
  /** How long one request to the provider may take. */
  PROVIDER_TIMEOUT_MS: milliseconds.min(100).default(5_000),
  /** How long a provider that gives no answer is asked for a charge before it is called off. */
  PROVIDER_GIVE_UP_MS: milliseconds.min(1_000).default(300_000),
  /** How often charges and refunds that somebody left behind are looked for. */
  PAYMENT_SWEEP_MS: milliseconds.min(50).default(1_000),
  /** How long the sandbox provider takes for `tok_slow`. */
  SANDBOX_SLOW_MS: milliseconds.min(0).default(2_000),
});

export type PaymentsConfig = z.output<typeof settings>;
