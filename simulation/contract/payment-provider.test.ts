import { newId } from '@galleria/kit/identifiers';
import { describe, expect, it } from 'vitest';
import { SANDBOX_SIGNATURE_HEADER } from '../../subgraphs/payments/src/clients/sandbox-events.ts';
import { signWebhook } from '../../subgraphs/payments/src/clients/webhook-signature.ts';
import {
  itBehavesLikeAProvider,
  requestFor,
  signal,
  type ProviderUnderTest,
} from '../../subgraphs/payments/test/provider-contract.ts';
import { createMemoryProvider, type ProviderFaults } from '../ports/payment-provider.ts';
import { startWorld } from './running-world.ts';

const SECRET = 'what only the provider and its customer know';
const CALM: ProviderFaults = { isAway: () => false, losesAnswer: () => false, refusesRefund: () => false };

/** A provider with books of its own for the time of a test. */
function startProvider(faults: ProviderFaults = CALM) {
  const world = startWorld();
  const deliveries: { body: Buffer; headers: Record<string, string> }[] = [];
  const memory = createMemoryProvider(world, faults, {
    secret: SECRET,
    send: (event) => {
      const body = Buffer.from(JSON.stringify(event));
      deliveries.push({ body, headers: { [SANDBOX_SIGNATURE_HEADER]: signWebhook(SECRET, body, new Date()) } });
    },
  });
  const provider = memory.connect({ name: 'payments', service: 'payments', isAlive: true });
  const tokens = {
    ...{ good: 'tok_success', otherGood: 'tok_slow', declined: 'tok_declined', poor: 'tok_insufficient_funds' },
  };
  return { provider, deliveries, tokens, heldMinor: memory.heldMinor };
}

/** The one of the running test: the suite asks for it several times. */
function eachTestItsOwn(): () => ProviderUnderTest {
  const started = new Map<string, ProviderUnderTest>();
  return () => {
    const name = expect.getState().currentTestName ?? '';
    const known = started.get(name) ?? startProvider();
    started.set(name, known);
    return known;
  };
}

describe('the provider in memory', () => {
  itBehavesLikeAProvider(eachTestItsOwn());

  it('has charged once under a key whose answer was lost, and says so when it is asked again', async () => {
    const lost = [true, false];
    const { provider, heldMinor } = startProvider({ ...CALM, losesAnswer: () => lost.shift() ?? false });
    const request = requestFor('tok_success');
    await expect(provider.charge(request, signal)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(heldMinor(request.idempotencyKey)).toBe(request.amountMinor);
    expect(await provider.cancelCharge(request, signal)).toMatchObject({ kind: 'captured' });
    expect(heldMinor(request.idempotencyKey)).toBe(request.amountMinor);
  });

  it('does nothing while it is away, and nothing for a request that has ended', async () => {
    const away = [true, false, false];
    const { provider, heldMinor } = startProvider({ ...CALM, isAway: () => away.shift() ?? false });
    const request = requestFor('tok_success');
    await expect(provider.charge(request, signal)).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    await expect(provider.charge(request, AbortSignal.abort())).rejects.toThrow();
    expect(heldMinor(request.idempotencyKey)).toBe(0);
    expect(await provider.cancelCharge(request, signal)).toEqual({ kind: 'cancelled' });
  });

  it('refuses a refund for good, and perhaps not another of the same charge', async () => {
    const refused = [true, false];
    const { provider } = startProvider({ ...CALM, refusesRefund: () => refused.shift() ?? false });
    const outcome = await provider.charge(requestFor('tok_success'), signal);
    const chargeReference = outcome.kind === 'captured' ? outcome.reference : '';
    const refund = { idempotencyKey: newId(), chargeReference, amountMinor: 1 };
    expect(await provider.refund(refund, signal)).toEqual({ kind: 'refused' });
    expect(await provider.refund(refund, signal)).toEqual({ kind: 'refused' });
    expect(await provider.refund({ ...refund, idempotencyKey: newId() }, signal)).toMatchObject({ kind: 'refunded' });
  });
});
