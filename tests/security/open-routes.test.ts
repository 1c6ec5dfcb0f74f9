import { spellingsOf, waysToAsk } from '@galleria/platform/testing/network/hostile-requests';
import { sendRaw } from '@galleria/platform/testing/network/raw-http';
import { describe, expect, inject, it } from 'vitest';

/** What a service answers to anybody, beside the graph: no spelling of an address gives more. */
const { urls } = inject('galleria');
const originOf = (service: string) => new URL(urls.subgraphs[service] ?? '').origin;

const EVENT = JSON.stringify({
  id: 'evt_1',
  type: 'charge.captured',
  key: 'k',
  reference: 'r',
  amountMinor: 1,
  currency: 'EUR',
});

describe('the webhook of the payment provider takes nothing that the provider did not sign', () => {
  it.each(spellingsOf('/webhooks/sandbox'))('at its address %s', async (_spelling, target) => {
    const headers = [['Content-Type', 'application/json']] as const;
    const { status, body } = await sendRaw(originOf('payments'), { method: 'POST', target, headers, body: EVENT });
    expectRefusal(status, body);
  });

  it.each(waysToAsk('/webhooks/sandbox', '{ __typename }'))('sent as %s', async (_way, request) => {
    const { status, body } = await sendRaw(originOf('payments'), request);
    expectRefusal(status, body);
  });
});

describe('the pictures of the products are all of that folder that anybody gets', () => {
  it.each([
    '/images/manifest.json',
    '/images/./manifest.json',
    '/images/../package.json',
    '/images/%2e%2e/package.json',
    '/images/..%2f..%2fpackage.json',
    '/images/..%5c..%5c/package.json',
    '/images/..\\../package.json',
    '/images/%252e%252e/package.json',
    '/images/%c0%ae%c0%ae/package.json',
    '/images/..%00/front.avif',
    '/images/__proto__/front.avif',
    '/images/constructor/front.avif',
    '/images/%2fetc/passwd',
  ])('asked for %s', async (target) => {
    const { status, body } = await sendRaw(originOf('products'), { method: 'GET', target });
    expectRefusal(status, body);
    expect(body).not.toMatch(/"galleria"|placeholder|root:/);
  });
});

describe('the key set', () => {
  it.each(spellingsOf('/.well-known/jwks.json'))(
    'holds public keys and nothing else, at its address %s',
    async (_spelling, target) => {
      const { status, body } = await sendRaw(originOf('users'), { method: 'GET', target });
      expect(status).toBeLessThan(500);
      expect(body).not.toMatch(/"d":|secret|PRIVATE/i);
    },
  );
});

function expectRefusal(status: number, body: string): void {
  expect(status, body.slice(0, 200)).toBeGreaterThanOrEqual(400);
  expect(status, body.slice(0, 200)).toBeLessThan(500);
}
