import { randomBytes } from 'node:crypto';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import type { PaymentsConfig } from '../config.ts';
import type { PaymentProvider } from '../service/payment-provider.ts';
import { createSandboxProvider } from './sandbox-provider.ts';
import { createSandboxWebhooks } from './sandbox-webhooks.ts';

export type ProviderSettings = Pick<
  PaymentsConfig,
  | 'PAYMENT_PROVIDER'
  | 'PROVIDER_TIMEOUT_MS'
  | 'SANDBOX_SLOW_MS'
  | 'SANDBOX_WEBHOOKS'
  | 'SANDBOX_WEBHOOK_SECRET'
  | 'STRIPE_API_KEY'
  | 'STRIPE_WEBHOOK_SECRET'
  | 'STRIPE_API_BASE'
>;

/** The provider that the configuration chooses, and what lives and ends with it. */
export interface ConfiguredProvider {
  readonly provider: PaymentProvider;
  /**
   * The service's own address, once it listens: the sandbox, which lives in this process, has nobody else to send its
   * webhooks to.
   */
  readonly onListening: (address: string) => void;
  readonly stop: () => Promise<void>;
}

type Surroundings = Pick<Infrastructure, 'database' | 'clock' | 'logger'>;

export async function createConfiguredProvider(
  surroundings: Surroundings,
  settings: ProviderSettings,
): Promise<ConfiguredProvider> {
  return settings.PAYMENT_PROVIDER === 'stripe'
    ? createStripe(surroundings, settings)
    : createSandbox(surroundings, settings);
}

function createSandbox({ database, clock, logger }: Surroundings, settings: ProviderSettings): ConfiguredProvider {
  // Sender and receiver are one process: without a secret from outside they agree on one.
  const secret = settings.SANDBOX_WEBHOOK_SECRET ?? randomBytes(32).toString('hex');
  const webhooks = createSandboxWebhooks({ secret, clock, logger });
  const provider = createSandboxProvider({
    ledger: database,
    slowMs: settings.SANDBOX_SLOW_MS,
    webhooks: { secret, clock, send: webhooks.send },
  });
  return {
    provider,
    onListening: (address) => {
      if (settings.SANDBOX_WEBHOOKS) webhooks.deliverTo(new URL(`/webhooks/${provider.name}`, address).href);
    },
    stop: webhooks.stop,
  };
}

async function createStripe({ clock }: Surroundings, settings: ProviderSettings): Promise<ConfiguredProvider> {
  // Loaded where it is chosen: the library costs each other start a third of a second.
  const [{ default: Stripe }, { createStripeProvider }] = await Promise.all([
    import('stripe'),
    import('./stripe-provider.ts'),
  ]);
  const { hostname, port, protocol } = new URL(settings.STRIPE_API_BASE);
  const stripe = new Stripe(settings.STRIPE_API_KEY, {
    host: hostname,
    ...(port === '' ? {} : { port }),
    protocol: protocol === 'http:' ? 'http' : 'https',
    timeout: settings.PROVIDER_TIMEOUT_MS,
    // Payments asks again itself, under the same key, and between other requests.
    maxNetworkRetries: 0,
    telemetry: false,
    appInfo: { name: 'Galleria' },
  });
  return {
    provider: createStripeProvider({ stripe, webhookSecret: settings.STRIPE_WEBHOOK_SECRET, clock }),
    onListening: () => undefined,
    stop: async () => undefined,
  };
}
