import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

const ASKED = '{ product(id: "1") { name } }';
const ANSWERED = { status: 200, name: 'Tray', code: undefined };
const REFUSED = { status: 429, name: undefined, code: 'RATE_LIMITED' };

let issuer: TokenIssuer;
let graph: FixtureGraph;
beforeEach(async () => void (issuer = await startTokenIssuer()));
afterEach(async () => {
  await graph.stop();
  await issuer.stop();
});

async function start(env: Record<string, string>): Promise<void> {
  graph = await startFixtureGraph({ env: { JWKS_URL: issuer.jwksUrl, TRUSTED_PROXIES: '10.0.0.0/8', ...env } });
}

/** Through a balancer that says where the client is. */
async function send(client: { address?: string; token?: string; name?: string; query?: string } = {}) {
  const { address = '203.0.113.9', token, name, query = ASKED } = client;
  const response = await graph.router.inject({
    method: 'POST',
    url: '/graphql',
    remoteAddress: '10.1.2.3',
    headers: {
      'x-forwarded-for': address,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(name === undefined ? {} : { 'apollographql-client-name': name }),
    },
    payload: { query },
  });
  const { data, errors } = response.json<{
    data?: { product?: { name: string } };
    errors?: { extensions: { code: string } }[];
  }>();
  const answer = { status: response.statusCode, name: data?.product?.name, code: errors?.[0]?.extensions.code };
  return { answer, headers: response.headers };
}

const answers = async (times: number, client?: Parameters<typeof send>[0]) => {
  const all: unknown[] = [];
  for (let time = 0; time < times; time += 1) all.push((await send(client)).answer);
  return all;
};

describe('what is asked in a minute', () => {
  it('has no limit unless there is one', async () => {
    await start({});
    const { headers } = await send();
    expect(Object.keys(headers).filter((name) => name.startsWith('ratelimit'))).toEqual([]);
  });

  it('is counted for the visitors of one address, and told', async () => {
    await start({ LIMIT_REQUESTS_PER_ADDRESS: '2' });
    const { answer, headers } = await send();
    expect(answer).toEqual(ANSWERED);
    expect(headers).toMatchObject({ 'ratelimit-policy': '"address";q=2;w=60', ratelimit: '"address";r=1;t=60' });
    expect((await send()).answer).toEqual(ANSWERED);
    const refused = await send();
    expect(refused.answer).toEqual(REFUSED);
    expect(refused.headers['ratelimit']).toMatch(/^"address";r=0;t=(59|60)$/);
    expect(refused.headers['retry-after']).toMatch(/^(59|60)$/);
    expect((await send({ address: '203.0.113.10' })).answer).toEqual(ANSWERED);
  });

  it('is one address for all of an IPv6 network, and for an IPv4 address in IPv6', async () => {
    await start({ LIMIT_REQUESTS_PER_ADDRESS: '1' });
    expect(await answers(1, { address: '2001:db8:1:2::1' })).toEqual([ANSWERED]);
    expect(await answers(1, { address: '2001:db8:1:2:ffff::9' })).toEqual([REFUSED]);
    expect(await answers(1, { address: '2001:db8:1:3::1' })).toEqual([ANSWERED]);
    expect(await answers(1, { address: '203.0.113.9' })).toEqual([ANSWERED]);
    expect(await answers(1, { address: '::ffff:203.0.113.9' })).toEqual([REFUSED]);
  });

  it('is an account’s own, wherever it is, and not its address’s', async () => {
    await start({ LIMIT_REQUESTS_PER_ADDRESS: '1', LIMIT_REQUESTS_PER_VIEWER: '2' });
    const [ada, eve] = [await issuer.issue({ subject: 'ada' }), await issuer.issue({ subject: 'eve' })];
    expect(await answers(2, { token: ada })).toEqual([ANSWERED, ANSWERED]);
    // Another token of the same account from elsewhere.
    const again = await issuer.issue({ subject: 'ada', sessionId: 's-2' });
    expect(await answers(1, { token: again, address: '198.51.100.7' })).toEqual([REFUSED]);
    expect(await answers(1, { token: eve })).toEqual([ANSWERED]);
    expect(await answers(2)).toEqual([ANSWERED, REFUSED]);
  });

  it('is counted for each program of a client, so that one leaves the others theirs, and nobody another’s', async () => {
    await start({ LIMIT_REQUESTS_PER_CLIENT: '1' });
    expect(await answers(2, { name: 'storefront' })).toEqual([ANSWERED, REFUSED]);
    expect(await answers(1, { name: 'report' })).toEqual([ANSWERED]);
    expect(await answers(1, { name: 'storefront', address: '203.0.113.77' })).toEqual([ANSWERED]);
    expect(await answers(2)).toEqual([ANSWERED, REFUSED]);
  });

  it('counts whose token is refused with the visitors', async () => {
    await start({ LIMIT_REQUESTS_PER_ADDRESS: '2', LIMIT_REQUESTS_PER_VIEWER: '9' });
    const wrong = { status: 401, name: undefined, code: 'UNAUTHENTICATED' };
    expect(await answers(3, { token: 'guessed' })).toEqual([wrong, wrong, REFUSED]);
    expect(await answers(1)).toEqual([REFUSED]);
  });

  it('counts what is no operation as well, and GET like POST', async () => {
    await start({ LIMIT_REQUESTS_PER_ADDRESS: '2' });
    expect((await send({ query: '{ nonsense' })).answer).toMatchObject({ code: 'GRAPHQL_PARSE_FAILED' });
    const asked = { method: 'GET', url: `/graphql?query=${encodeURIComponent(ASKED)}` } as const;
    const proxied = { remoteAddress: '10.1.2.3', headers: { 'x-forwarded-for': '203.0.113.9' } };
    expect((await graph.router.inject({ ...asked, ...proxied })).statusCode).toBe(200);
    expect((await graph.router.inject({ ...asked, ...proxied })).statusCode).toBe(429);
    expect((await graph.router.inject({ ...asked, ...proxied, url: '/health' })).statusCode).toBe(200);
  });

  it('is counted over a WebSocket for each operation', async () => {
    await start({ LIMIT_REQUESTS_PER_ADDRESS: '2' });
    const address = await graph.router.listen({ host: '127.0.0.1', port: 0 });
    const client = createClient({ url: `${address.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const outcomes: unknown[] = [];
    for (let time = 0; time < 3; time += 1) outcomes.push((await client.iterate({ query: ASKED }).next()).value);
    await client.dispose();
    const told = { data: { product: { name: 'Tray' } } };
    expect(outcomes).toMatchObject([told, told, { errors: [{ extensions: { code: 'RATE_LIMITED' } }] }]);
  });
});
