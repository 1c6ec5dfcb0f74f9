import { createDatabase, type Database } from '@galleria/kit/database/database';
import { createLogger } from '@galleria/kit/logger';
import { createTestDatabase, type TestDatabase } from '@galleria/platform/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandboxProvider } from '../src/clients/sandbox-provider.ts';
import { SANDBOX_SIGNATURE_HEADER } from '../src/clients/sandbox-events.ts';
import { signWebhook } from '../src/clients/webhook-signature.ts';
import type { PaymentProvider } from '../src/service/payment-provider.ts';
import { itBehavesLikeAProvider, requestFor, signal, type ProviderUnderTest } from './provider-contract.ts';

const SLOW_MS = 50;
const SECRET = 'what only the sandbox and its customer know';
const clock = () => new Date();

let testDatabase: TestDatabase;
let ledger: Database;
let provider: PaymentProvider;
const deliveries: { body: Buffer; headers: Record<string, string> }[] = [];
beforeAll(async () => {
  testDatabase = await createTestDatabase('payments');
  ledger = createDatabase({ url: testDatabase.url, logger: createLogger({ service: 'test', level: 'silent' }) });
  provider = createSandboxProvider({
    ledger,
    slowMs: SLOW_MS,
    webhooks: {
      secret: SECRET,
      clock,
      send: (event) => {
        const body = Buffer.from(JSON.stringify(event));
        deliveries.push({ body, headers: { [SANDBOX_SIGNATURE_HEADER]: signWebhook(SECRET, body, clock()) } });
      },
    },
  });
});
afterAll(async () => {
  await ledger.close();
  await testDatabase.drop();
});

describe('the sandbox', () => {
  itBehavesLikeAProvider((): ProviderUnderTest => ({
    provider,
    deliveries,
    tokens: {
      good: 'tok_success',
      otherGood: 'tok_slow',
      declined: 'tok_declined',
      poor: 'tok_insufficient_funds',
    },
  }));

  it.each(['tok_success', 'tok_declined', 'tok_slow'])(
    'with %s gives all who ask at once the same answer, and tells of it once',
    async (token) => {
      const before = deliveries.length;
      const request = requestFor(token);
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => provider.charge(request, signal)));
      for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
      expect(deliveries.length - before).toBe(1);
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
    expect(await provider.cancelCharge(request, signal)).toEqual({ kind: 'cancelled' });
  });

  it('lets a charge be called off that got no answer', async () => {
    const request = requestFor('tok_unavailable');
    await expect(provider.charge(request, signal)).rejects.toThrow();
    expect(await provider.cancelCharge(request, signal)).toEqual({ kind: 'cancelled' });
    expect(await provider.charge(request, signal)).toEqual({ kind: 'cancelled' });
  });

  it('keeps no token', async () => {
    await provider.charge(requestFor('tok_that_names_a_card'), signal);
    const { rows } = await ledger.pool.query('select * from sandbox_charges');
    expect(JSON.stringify(rows)).not.toContain('tok_that_names_a_card');
  });
});
