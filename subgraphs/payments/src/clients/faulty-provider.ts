import { FAULT_INJECTED, type FaultSwitches } from '@galleria/kit/process/fault-switches';
import type { PaymentProvider } from '../service/payment-provider.ts';

/**
 * A provider that refuses, or gives no answer, while an administrator asked for that; at all other times as it is. No
 * money goes astray over it: what is refused is called off at the provider, and a request without an answer is made
 * again under its key.
 */
export function withFaults(provider: PaymentProvider, faults: FaultSwitches): PaymentProvider {
  const orSilent = async <Answer>(ask: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> => {
    if (faults.active('PROVIDER_SILENT') === undefined) return ask();
    await ended(signal);
    throw new Error(`${FAULT_INJECTED}: the provider is silent, as it was asked to be`);
  };
  return {
    name: provider.name,
    charge: (request, signal) =>
      orSilent(async () => {
        if (faults.active('PAYMENTS_DECLINED') === undefined) return provider.charge(request, signal);
        // An earlier request may have charged: then that is what became of it.
        const outcome = await provider.cancelCharge(request, signal);
        return outcome.kind === 'cancelled' ? { kind: 'declined', reason: FAULT_INJECTED } : outcome;
      }, signal),
    cancelCharge: (request, signal) => orSilent(() => provider.cancelCharge(request, signal), signal),
    refund: (request, signal) => orSilent(() => provider.refund(request, signal), signal),
    readWebhook: (delivery) => provider.readWebhook(delivery),
    ledger: (since) => provider.ledger(since),
  };
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
