import { createSandboxProvider } from '../src/clients/sandbox-provider.ts';
import { providerErrors } from '../src/domain/errors.ts';
import type { PaymentProvider } from '../src/service/payment-provider.ts';

export interface Interruptions {
  /** Requests with `tok_held` wait for this. */
  readonly held: Promise<void>;
  /** Called as soon as the provider was asked to charge. */
  readonly onAsked: (idempotencyKey: string) => void;
}

/**
 * The sandbox over a bad line. `tok_held` is captured when the test says so, the request of `tok_lost` never arrives,
 * and `tok_unheard` is captured but the answer is lost. Calling off always works.
 */
export function createInterruptedProvider(
  ledger: Parameters<typeof createSandboxProvider>[0]['ledger'],
  { held, onAsked }: Interruptions,
): PaymentProvider {
  const sandbox = createSandboxProvider({ ledger, slowMs: 0 });
  return {
    ...sandbox,
    charge: async (request, signal) => {
      onAsked(request.idempotencyKey);
      if (request.paymentToken === 'tok_lost') throw providerErrors.PROVIDER_UNAVAILABLE();
      if (request.paymentToken === 'tok_held') await held;
      const outcome = await sandbox.charge({ ...request, paymentToken: 'tok_success' }, signal);
      if (request.paymentToken === 'tok_unheard') throw providerErrors.PROVIDER_UNAVAILABLE();
      return outcome;
    },
  };
}
