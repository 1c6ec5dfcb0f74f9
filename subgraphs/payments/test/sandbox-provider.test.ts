import { createDatabase, type Database } from '@galleria/kit/database';
import { newId } from '@galleria/kit/identifiers';
import { createLogger } from '@galleria/kit/logger';
import { createTestDatabase, type TestDatabase } from '@galleria/platform/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandboxProvider } from '../src/clients/sandbox-provider.ts';
import type { PaymentProvider } from '../src/service/payment-provider.ts';

const SLOW_MS = 50;
const signal = new AbortController().signal;

let testDatabase: TestDatabase;
let ledger: Database;
let provider: PaymentProvider;
beforeAll(async () => {
  testDatabase = await createTestDatabase('payments');
  ledger = createDatabase({ url: testDatabase.url, logger: createLogger({ service: 'test', level: 'silent' }) });
  provider = createSandboxProvider({ ledger, slowMs: SLOW_MS });
});
afterAll(async () => {
  await ledger.close();
  await testDatabase.drop();
});

const requestFor = (paymentToken: string, idempotencyKey = newId()) => ({
  idempotencyKey,
  paymentToken,
  amountMinor: 10_000,
  currency: 'EUR',
});

async function capture(): Promise<string> {
  const outcome = await provider.charge(requestFor('tok_success'), signal);
  if (outcome.kind !== 'captured') throw new Error('not captured');
  return outcome.reference;
}

describe('a charge', () => {
  it.each(['tok_success', 'tok_declined', 'tok_insufficient_funds', 'tok_slow', 'tok_of_nobody'])(
    'with %s has one effect and one answer for a key, however many ask at once',
    async (token) => {
      const request = requestFor(token);
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => provider.charge(request, signal)));
      outcomes.push(await provider.charge(request, signal));
      for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
    },
  );

  it('with tok_unavailable fails three times for each key', async () => {
    for (const request of [requestFor('tok_unavailable'), requestFor('tok_unavailable')]) {
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        await expect(provider.charge(request, signal)).rejects.toMatchObject({
          code: 'PROVIDER_UNAVAILABLE',
          retriable: true,
        });
      }
      expect(await provider.charge(request, signal)).toMatchObject({ kind: 'captured' });
    }
  });

  it('with tok_slow takes its time, and ends with its signal', async () => {
    const startedAt = performance.now();
    await provider.charge(requestFor('tok_slow'), signal);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(SLOW_MS - 1);
    const request = requestFor('tok_slow');
    await expect(provider.charge(request, AbortSignal.abort())).rejects.toThrow();
    expect(await provider.cancelCharge(request.idempotencyKey, signal)).toEqual({ kind: 'cancelled' });
  });

  it('refuses a key that came with another request', async () => {
    const request = requestFor('tok_success');
    await provider.charge(request, signal);
    for (const other of [
      { ...request, amountMinor: 1 },
      { ...request, paymentToken: 'tok_slow' },
      { ...request, currency: 'USD' },
    ]) {
      await expect(provider.charge(other, signal)).rejects.toMatchObject({
        code: 'PROVIDER_KEY_MISUSED',
        retriable: false,
      });
    }
  });
});

describe('calling a charge off', () => {
  it('keeps the key from ever being charged', async () => {
    const request = requestFor('tok_success');
    expect(await provider.cancelCharge(request.idempotencyKey, signal)).toEqual({ kind: 'cancelled' });
    expect(await provider.charge(request, signal)).toEqual({ kind: 'cancelled' });
    expect(await provider.cancelCharge(request.idempotencyKey, signal)).toEqual({ kind: 'cancelled' });
  });

  it('ends a charge that got no answer', async () => {
    const request = requestFor('tok_unavailable');
    await expect(provider.charge(request, signal)).rejects.toThrow();
    expect(await provider.cancelCharge(request.idempotencyKey, signal)).toEqual({ kind: 'cancelled' });
    expect(await provider.charge(request, signal)).toEqual({ kind: 'cancelled' });
  });

  it('comes too late for one that was answered, and tells its answer', async () => {
    for (const token of ['tok_success', 'tok_declined']) {
      const request = requestFor(token);
      const outcome = await provider.charge(request, signal);
      expect(await provider.cancelCharge(request.idempotencyKey, signal)).toEqual(outcome);
    }
  });
});

describe('a refund', () => {
  it('has one effect for a key, however many ask at once', async () => {
    const request = { idempotencyKey: newId(), chargeReference: await capture(), amountMinor: 6_000 };
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => provider.refund(request, signal)));
    expect(new Set(outcomes)).toEqual(new Set(['refunded']));
    expect(await provider.refund({ ...request, idempotencyKey: newId(), amountMinor: 4_000 }, signal)).toBe('refunded');
  });

  it('is refused beyond what was captured, when many race', async () => {
    const chargeReference = await capture();
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () =>
        provider.refund({ idempotencyKey: newId(), chargeReference, amountMinor: 4_000 }, signal),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'refunded')).toHaveLength(2);
  });

  it('is refused where nothing was captured', async () => {
    const request = { idempotencyKey: newId(), chargeReference: 'sandbox_nothing', amountMinor: 1 };
    expect(await provider.refund(request, signal)).toBe('refused');
  });
});
