import { describe, expect, it } from 'vitest';
import { createGuidedSession } from './guided-session.ts';

interface Sent {
  readonly body: { variables?: Record<string, unknown> };
  readonly authorization: string | null;
}

const PRODUCTS = {
  data: {
    products: {
      edges: [
        { node: { id: 'p0', slug: 'gone', inStock: false } },
        { node: { id: 'p1', slug: 'tray', inStock: true } },
      ],
    },
  },
};
const SIGNED_IN = {
  data: { signIn: { accessToken: 'token', expiresAt: '2026-01-01T00:15:00Z', user: { addresses: [{ id: 'a1' }] } } },
};

describe('the guided session', () => {
  it('fills in what an earlier answer told, from the first product that is in stock', async () => {
    const { run, sent } = session([PRODUCTS, {}]);
    await run('query Catalogue { products { edges { node { id } } } }', {});
    await run('query Product($slug: String!) { product(slug: $slug) { id } }', { slug: '{{slug}}' });
    expect(sent[1]?.body.variables).toEqual({ slug: 'tray' });
  });

  it('answers itself, with the example to run first, when it does not know a value yet', async () => {
    const { run, sent } = session([]);
    const answer = await run('query Order($orderId: ID!) { order(id: $orderId) { id } }', { orderId: '{{orderId}}' });
    expect(JSON.stringify(answer)).toContain('Run PlaceOrder first');
    expect(sent).toEqual([]);
  });

  it('leaves out variables of the other examples', async () => {
    const { run, sent } = session([{}]);
    await run(
      'query Catalogue { products }\nquery Order($orderId: ID!) { order(id: $orderId) { id } }',
      { orderId: '{{orderId}}' },
      'Catalogue',
    );
    expect(sent[0]?.body.variables).toEqual({});
  });

  it('signs requests once signed in, until the token expires', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const { run, sent } = session([SIGNED_IN, {}, {}], () => now);
    await run('mutation SignIn { signIn { accessToken } }', {});
    await run('query Cart { cart { id } }', {});
    now = Date.parse('2026-01-01T00:15:00Z');
    await run('query Cart { cart { id } }', {});
    expect(sent.map(({ authorization }) => authorization)).toEqual([null, 'Bearer token', null]);
  });

  it('keeps an Authorization header that the visitor wrote', async () => {
    const { run, sent } = session([SIGNED_IN, {}], () => 0);
    await run('mutation SignIn { signIn { accessToken } }', {});
    await run('query Cart { cart { id } }', {}, 'Cart', { authorization: 'Bearer own' });
    expect(sent[1]?.authorization).toBe('Bearer own');
  });

  it('makes a new idempotency key for every order', async () => {
    const { run, sent } = session([{}, {}]);
    for (let count = 0; count < 2; count += 1) {
      await run(
        'mutation PlaceOrder($input: I!) { placeOrder(input: $input) { id } }',
        { input: { key: '{{newKey}}' } },
        'PlaceOrder',
      );
    }
    const [first, second] = sent.map(({ body }) => body.variables?.['input'] as { key: string });
    expect(first?.key).toMatch(/^[\da-f-]{36}$/);
    expect(first?.key).not.toBe(second?.key);
  });
});

function session(answers: readonly unknown[], now: () => number = Date.now) {
  const sent: Sent[] = [];
  const guided = createGuidedSession(async (_url, init) => {
    const body = JSON.parse(init.body as string) as Sent['body'];
    sent.push({ body, authorization: new Headers(init.headers).get('authorization') });
    return Response.json(answers[sent.length - 1]);
  }, now);
  const run = async (
    query: string,
    variables: Record<string, unknown>,
    operationName = /(?:query|mutation) (\w+)/.exec(query)?.[1],
    headers: Record<string, string> = {},
  ): Promise<unknown> => {
    const response = await guided('/graphql', {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables, operationName }),
    });
    return response.json();
  };
  return { run, sent };
}
