import { newId } from '@galleria/kit/identifiers';
import { createLogger } from '@galleria/kit/logger';
import type { Database } from '@galleria/kit/database/database';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfiguredProvider, type ProviderSettings } from '../src/clients/configured-provider.ts';
import type { PaymentProvider } from '../src/service/payment-provider.ts';
import { itBehavesLikeAProvider, requestFor, signal, type ProviderUnderTest } from './provider-contract.ts';
import { startStripeServer, type StripeServer } from './stripe/stripe-server.ts';

const SECRET = 'whsec_of_a_test';
const KEY = 'sk_test_of_a_test';

let server: StripeServer;
let provider: PaymentProvider;
const configure = (STRIPE_API_KEY: string) => {
  const settings: ProviderSettings = {
    PAYMENT_PROVIDER: 'stripe',
    PROVIDER_TIMEOUT_MS: 5_000,
    SANDBOX_SLOW_MS: 0,
    SANDBOX_WEBHOOKS: false,
    STRIPE_API_KEY,
    STRIPE_WEBHOOK_SECRET: SECRET,
    STRIPE_API_BASE: server.url,
  };
  const logger = createLogger({ service: 'test', level: 'silent' });
  // Stripe keeps its books itself: no database is asked.
  return createConfiguredProvider({ database: {} as Database, clock: () => new Date(), logger }, settings);
};
beforeAll(async () => {
  server = await startStripeServer({ apiKey: KEY, webhookSecret: SECRET });
  ({ provider } = await configure(KEY));
});
afterAll(() => server.stop());

const UNAVAILABLE = { code: 'PROVIDER_UNAVAILABLE', retriable: true };

describe('Stripe', () => {
  itBehavesLikeAProvider((): ProviderUnderTest => ({
    provider,
    deliveries: server.deliveries,
    tokens: {
      good: 'pm_card_visa',
      otherGood: 'pm_card_mastercard',
      declined: 'pm_card_visa_chargeDeclined',
      poor: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    },
  }));

  it.each([/payment_intents$/, /confirm$/])('charges once, although the answer of %s is lost', async (path) => {
    const request = requestFor('pm_card_visa');
    server.interrupt(path, 'after');
    await expect(provider.charge(request, signal)).rejects.toMatchObject(UNAVAILABLE);
    expect(await provider.charge(request, signal)).toMatchObject({ kind: 'captured' });
    const captured = server.deliveries.filter(({ body }) => body.includes(request.idempotencyKey));
    expect(captured).toHaveLength(1);
  });

  it('finds the capture whose answer was lost when it is called off', async () => {
    const request = requestFor('pm_card_visa');
    server.interrupt(/confirm$/, 'after');
    await expect(provider.charge(request, signal)).rejects.toMatchObject(UNAVAILABLE);
    expect(await provider.cancelCharge(request, signal)).toMatchObject({ kind: 'captured' });
  });

  it('never charges what was called off before the request for it arrived', async () => {
    const request = requestFor('pm_card_visa');
    server.interrupt(/confirm$/, 'before');
    await expect(provider.charge(request, signal)).rejects.toMatchObject(UNAVAILABLE);
    expect(await provider.cancelCharge(request, signal)).toEqual({ kind: 'cancelled' });
    expect(await provider.charge(request, signal)).toEqual({ kind: 'cancelled' });
  });

  it('refunds once, although the answer is lost', async () => {
    const charged = await provider.charge(requestFor('pm_card_visa'), signal);
    const chargeReference = charged.kind === 'captured' ? charged.reference : '';
    const request = { idempotencyKey: newId(), chargeReference, amountMinor: 10_000 };
    server.interrupt(/refunds$/, 'after');
    await expect(provider.refund(request, signal)).rejects.toMatchObject(UNAVAILABLE);
    expect(await provider.refund(request, signal)).toMatchObject({ kind: 'refunded' });
  });

  it('asks how a payment stands that took its time', async () => {
    expect(await provider.charge(requestFor('pm_card_slow'), signal)).toMatchObject({ kind: 'captured' });
  });

  it('declines an amount that Stripe does not take, and calls it off', async () => {
    const request = { ...requestFor('pm_card_visa'), amountMinor: 49 };
    expect(await provider.charge(request, signal)).toEqual({ kind: 'declined', reason: 'PAYMENT_DECLINED' });
    expect(await provider.cancelCharge(request, signal)).toEqual({ kind: 'cancelled' });
  });

  it('says nothing of a charge with a key that is not valid: that is for the operator to mend', async () => {
    const stranger = (await configure('sk_test_of_a_stranger')).provider;
    await expect(stranger.charge(requestFor('pm_card_visa'), signal)).rejects.toMatchObject(UNAVAILABLE);
  });

  it('stops waiting with the signal', async () => {
    await expect(provider.charge(requestFor('pm_card_visa'), AbortSignal.abort())).rejects.toMatchObject(UNAVAILABLE);
  });

  it('takes no webhook that was signed long ago', async () => {
    const payload = JSON.stringify({ id: 'evt_1', type: 'payment_intent.succeeded', data: { object: {} } });
    const timestamp = Math.floor(Date.now() / 1_000) - 301;
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp });
    const delivery = { body: Buffer.from(payload), header: () => signature };
    await expect(provider.readWebhook(delivery)).rejects.toMatchObject({ code: 'WEBHOOK_NOT_AUTHENTIC' });
  });

  it('passes over events of no concern, and tells signed nonsense from an event', async () => {
    const deliver = (payload: string) => {
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET });
      return provider.readWebhook({ body: Buffer.from(payload), header: () => signature });
    };
    expect(await deliver('{"id":"evt_2","type":"customer.created","data":{"object":{}}}')).toBeNull();
    await expect(deliver('nonsense')).rejects.toMatchObject({ code: 'WEBHOOK_MALFORMED' });
  });
});
