import { serviceSettings } from '@galleria/kit/config';
import { z } from 'zod';

const milliseconds = z.coerce.number().int();

export const settings = z
  .object({
    ...serviceSettings,
    /** Who moves the money: the built-in sandbox, which moves none, or Stripe. */
    PAYMENT_PROVIDER: z.enum(['sandbox', 'stripe']).default('sandbox'),
    /** How many requests to the provider may be under way at once, for charges and for refunds. */
    PROVIDER_CONCURRENCY: z.coerce.number().int().min(1).default(64),
    /** How long one request to the provider may take. */
    PROVIDER_TIMEOUT_MS: milliseconds.min(100).default(5_000),
    /** How long a provider that gives no answer is asked for a charge before it is called off. */
    PROVIDER_GIVE_UP_MS: milliseconds.min(1_000).max(43_200_000).default(300_000),
    /** How often charges and refunds that somebody left behind are looked for. */
    PAYMENT_SWEEP_MS: milliseconds.min(50).default(1_000),
    /** How long the sandbox provider takes for `tok_slow`. */
    SANDBOX_SLOW_MS: milliseconds.min(0).default(2_000),
    /** Whether the sandbox sends webhooks to this service. */
    SANDBOX_WEBHOOKS: z.stringbool().default(true),
    /** What they are signed with; made anew by each process when absent. */
    SANDBOX_WEBHOOK_SECRET: z.string().min(32).optional(),
    /** Stripe's secret key, `sk_…`. */
    STRIPE_API_KEY: z.string().default(''),
    /** What Stripe signs the webhooks with that it sends to `/webhooks/stripe`: `whsec_…`. */
    STRIPE_WEBHOOK_SECRET: z.string().default(''),
    /** Another address in tests. */
    STRIPE_API_BASE: z.url({ protocol: /^https?$/ }).default('https://api.stripe.com'),
    /** Who issues the invoices: name and address, lines separated by semicolons. */
    INVOICE_ISSUER: z.string().max(500).default('Galleria'),
  })
  .superRefine((config, context) => {
    if (config.PAYMENT_PROVIDER !== 'stripe') return;
    for (const name of ['STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET'] as const) {
      if (config[name] === '') {
        context.addIssue({ code: 'custom', path: [name], message: 'PAYMENT_PROVIDER=stripe needs it' });
      }
    }
  });

export type PaymentsConfig = z.output<typeof settings>;
