import { installProgram } from '@galleria/platform/testing/installed-program';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { describeUnavailable } from '@galleria/platform/testing/unavailable';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';
import { startRedisServer } from './redis-server.ts';

/** Costs two objects, and could cost ten. */
const PRODUCTS = '{ products { name } }';

async function start(env: Record<string, string>): Promise<FixtureGraph & { readonly url: string }> {
  const graph = await startFixtureGraph({ env });
  onTestFinished(() => graph.stop());
  return { ...graph, url: `${await graph.router.listen({ host: '127.0.0.1', port: 0 })}/graphql` };
}

async function send(
  url: string,
  query = PRODUCTS,
): Promise<{ readonly status: number; readonly limit: string | null }> {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  await response.body?.cancel();
  return { status: response.status, limit: response.headers.get('ratelimit') };
}

describe('what operations cost in a minute', () => {
  it('is taken when they have ended, and who has none left waits', async () => {
    const { url } = await start({ LIMIT_COST_PER_ADDRESS: '3' });
    expect(await send(url)).toEqual({ status: 200, limit: '"address-cost";r=3;t=60' });
    await vi.waitFor(async () => expect((await send(url, '{ __typename }')).limit).toMatch(/;r=1;/), PATIENCE);
    expect((await send(url)).status).toBe(200);
    await vi.waitFor(async () => expect((await send(url, '{ __typename }')).status).toBe(429), PATIENCE);
  });

  it('does not hold what was refused for its cost', async () => {
    const { url } = await start({ LIMIT_COST_PER_ADDRESS: '50', LIMIT_OBJECTS: '9' });
    expect((await send(url)).status).toBe(400);
    await send(url, '{ product(id: "1") { name } }');
    const left = async () => (await send(url, '{ __typename }')).limit;
    await vi.waitFor(async () => expect(await left()).not.toMatch(/;r=50;/), PATIENCE);
    expect(await left()).toMatch(/;r=49;/);
  });
});

const BACK = 'Redis is back: routers count requests together';
const redis = await installProgram('redis-server', 'redis-server');
if (redis.kind === 'found') {
  describe('two routers with one Redis', () => {
    it('share a budget', async () => {
      const server = await startRedisServer();
      onTestFinished(() => server.stop());
      const env = { REDIS_URL: server.url, LIMIT_REQUESTS_PER_ADDRESS: '3', LIMIT_COST_PER_ADDRESS: '100' };
      const [one, other] = [await start(env), await start(env)];
      await vi.waitFor(async () => expect((await send(other.url)).limit).toMatch(/"address";r=1;/), PATIENCE);
      expect((await send(one.url)).limit).toMatch(/"address";r=0;/);
      expect((await send(other.url)).status).toBe(429);
      expect((await send(one.url)).status).toBe(429);
    });

    it('keep nobody waiting for one that does not answer', async () => {
      const server = await startRedisServer();
      onTestFinished(() => server.stop());
      const { url, lines } = await start({
        ...{ REDIS_URL: server.url, LIMIT_REQUESTS_PER_ADDRESS: '9', LIMIT_COST_PER_ADDRESS: '9' },
      });
      expect((await send(url)).limit).toMatch(/"address";r=8;/);
      server.freeze();
      expect((await send(url)).limit).toMatch(/"address";r=8;/);
      expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    });

    it('start without it, and count together once it is there', async () => {
      const server = await startRedisServer();
      await server.stop();
      const env = { REDIS_URL: server.url, LIMIT_REQUESTS_PER_ADDRESS: '3' };
      const [one, other] = [await start(env), await start(env)];
      expect((await send(one.url)).limit).toMatch(/"address";r=2;/);
      expect((await send(other.url)).limit).toMatch(/"address";r=2;/);
      await server.start();
      onTestFinished(() => server.stop());
      const isBack = ({ lines }: FixtureGraph) => expect(lines.map(({ msg }) => msg)).toContain(BACK);
      await vi.waitFor(() => [one, other].forEach(isBack), PATIENCE);
      expect((await send(one.url)).limit).toMatch(/"address";r=2;/);
      expect((await send(other.url)).limit).toMatch(/"address";r=1;/);
    });

    it('count each by itself while it is away, and together when it is back', async () => {
      const server = await startRedisServer();
      const { url, lines } = await start({ REDIS_URL: server.url, LIMIT_REQUESTS_PER_ADDRESS: '2' });
      const said = (level: string) => lines.filter((line) => line['level'] === level).map(({ msg }) => msg);
      await server.stop();
      expect((await send(url)).status).toBe(200);
      expect((await send(url)).status).toBe(200);
      expect((await send(url)).status).toBe(429);
      expect(said('warn')).toEqual(['Redis is away: each router counts requests by itself']);
      await server.start();
      onTestFinished(() => server.stop());
      await vi.waitFor(() => expect(said('info')).toContain(BACK), PATIENCE);
      expect((await send(url)).status).toBe(200);
    });
  });
} else describeUnavailable('Redis', redis.reason);
