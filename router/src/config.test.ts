import { existsSync } from 'node:fs';
import { ConfigError } from '@galleria/kit/config';
import { describe, expect, it } from 'vitest';
import { loadRouterConfig } from './config.ts';

const SECRET = { VIEWER_SIGNING_SECRET: 's'.repeat(32) };

describe('the router’s configuration', () => {
  it('needs no more than the secret', () => {
    const config = loadRouterConfig(SECRET);
    expect(config).toMatchObject({ PORT: 4000, SUBGRAPH_TIMEOUT_MS: 5_000, ALLOWED_ORIGINS: [] });
    expect(existsSync(config.SUPERGRAPH_FILE)).toBe(true);
  });

  it('counts what clients ask for only on the engine that can', () => {
    const counting = { ...SECRET, OPERATION_USAGE_FOLDER: '/var/lib/galleria/usage' };
    expect(loadRouterConfig(counting).OPERATION_USAGE_FOLDER).toBe('/var/lib/galleria/usage');
    expect(() => loadRouterConfig({ ...counting, ROUTER_ENGINE: 'apollo' })).toThrow('counts nothing');
  });

  it('limits what clients cost only on the engine that knows it', () => {
    const limiting = { ...SECRET, LIMIT_COST_PER_CLIENT: '10' };
    expect(loadRouterConfig(limiting).LIMIT_COST_PER_CLIENT).toBe(10);
    expect(() => loadRouterConfig({ ...limiting, ROUTER_ENGINE: 'apollo' })).toThrow('does not know what answers cost');
  });

  it('keeps entities only on the engine that tells which they are', () => {
    const keeping = { ...SECRET, ENTITY_CACHE_MIB: '0.5' };
    expect(loadRouterConfig(keeping).ENTITY_CACHE_MIB).toBe(0.5);
    expect(() => loadRouterConfig({ ...keeping, ROUTER_ENGINE: 'apollo' })).toThrow('keeps no entities');
  });

  it('reads the addresses of subgraphs', () => {
    const { SUBGRAPH_URLS } = loadRouterConfig({
      ...SECRET,
      SUBGRAPH_URLS: 'users=http://a:1/graphql, products=http://b/graphql?x=1',
    });
    expect([...SUBGRAPH_URLS]).toEqual([
      ['users', ['http://a:1/graphql']],
      ['products', ['http://b/graphql?x=1']],
    ]);
  });

  it('reads several addresses of a subgraph', () => {
    const { SUBGRAPH_URLS } = loadRouterConfig({
      ...SECRET,
      SUBGRAPH_URLS: 'orders=http://a:1/graphql,http://a:2/graphql?x=1, users=http://b/graphql',
    });
    expect([...SUBGRAPH_URLS]).toEqual([
      ['orders', ['http://a:1/graphql', 'http://a:2/graphql?x=1']],
      ['users', ['http://b/graphql']],
    ]);
  });

  it('reads names that stand for several instances', () => {
    const urls =
      'orders=dns+http://orders:4000/graphql,http://b/graphql, users=srv+http://_graphql._tcp.users.shop/graphql';
    expect([...loadRouterConfig({ ...SECRET, SUBGRAPH_URLS: urls }).SUBGRAPH_URLS]).toEqual([
      ['orders', ['dns+http://orders:4000/graphql', 'http://b/graphql']],
      ['users', ['srv+http://_graphql._tcp.users.shop/graphql']],
    ]);
  });

  it('tells all that is wrong with how subgraphs are called at once: where, what, and what is allowed', () => {
    const wrong = {
      SUBGRAPH_URLS: 'users=dns://users',
      SUBGRAPH_CONCURRENCY: '0',
      SUBGRAPH_QUEUE: '-1',
      SUBGRAPH_RETRY_PERCENT: '101',
      SUBGRAPH_BREAKER_OPEN_MS: 'long',
      SUBGRAPH_DNS_SERVERS: '10.0.0.10,name-server',
    };
    const problems = problemsOf(() => loadRouterConfig({ ...SECRET, ...wrong }));
    expect(problems).toHaveLength(Object.keys(wrong).length);
    for (const [name, value] of Object.entries(wrong)) {
      const found = name === 'SUBGRAPH_URLS' ? 'a value that is not shown' : `"${value}"`;
      expect(problems).toContainEqual(expect.stringContaining(`${name} in the environment: found ${found}`));
    }
    expect(problems.join('\n')).toMatch(/users=dns|name-server" is no address of a name server such as 10\.0\.0\.10/);
    expect(problems.join('\n')).toContain('dns+http://name:port/path or srv+http://_service._proto.name/path');
  });

  it('lets Sandbox’s own site call the graph in development only', () => {
    const origins = 'https://shop.example';
    expect(loadRouterConfig({ ...SECRET, NODE_ENV: 'development', ALLOWED_ORIGINS: origins }).ALLOWED_ORIGINS).toEqual([
      origins,
      'https://studio.apollographql.com',
    ]);
    expect(loadRouterConfig({ ...SECRET, ALLOWED_ORIGINS: origins }).ALLOWED_ORIGINS).toEqual([origins]);
  });

  it('believes no proxy unless told which', () => {
    expect(loadRouterConfig(SECRET).TRUSTED_PROXIES).toEqual([]);
    const networks = '10.0.0.0/8, 192.168.1.7,fd00::/8';
    expect(loadRouterConfig({ ...SECRET, TRUSTED_PROXIES: networks }).TRUSTED_PROXIES).toEqual([
      '10.0.0.0/8',
      '192.168.1.7',
      'fd00::/8',
    ]);
  });

  it.each([
    ['SUBGRAPH_URLS', 'users'],
    ['SUBGRAPH_URLS', 'users=nowhere'],
    ['SUBGRAPH_URLS', 'users=ftp://a'],
    ['SUBGRAPH_URLS', 'users=http://a,users=http://b'],
    ['SUBGRAPH_URLS', 'http://a,users=http://b'],
    ['SUBGRAPH_URLS', 'users=http://a,b'],
    ['SUBGRAPH_URLS', 'users=dns+ftp://a'],
    ['SUBGRAPH_URLS', 'users=dns+https://a/graphql'],
    ['SUBGRAPH_URLS', 'users=srv+http://users/graphql'],
    ['SUBGRAPH_URLS', 'users=srv+http://_graphql._tcp.users:4000/graphql'],
    ['SUBGRAPH_DNS_SERVERS', 'ns.example'],
    ['SUBGRAPH_DNS_SERVERS', '10.0.0.10:0'],
    ['SUBGRAPH_DNS_SERVERS', '[10.0.0.10]:53'],
    ['SUPERGRAPH_POLL_MS', '-1'],
    ['ALLOWED_ORIGINS', 'https://shop.example/path'],
    ['ALLOWED_ORIGINS', '*'],
    ['JWKS_URL', 'users'],
    ['JWKS_URL', ','],
    ['JWKS_URL', 'http://users/keys,srv+http://users/keys'],
    ['SUBGRAPH_TIMEOUT_MS', '0'],
    ['LIMIT_DEPTH', 'deep'],
    ['ROUTER_WORKERS', '0'],
    ['ROUTER_WORKERS', 'all'],
    ['TRUSTED_PROXIES', 'true'],
    ['TRUSTED_PROXIES', 'load-balancer.internal'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.0/8/8'],
  ])('refuses %s=%s and names it', (name, value) => {
    expect(problemsOf(() => loadRouterConfig({ ...SECRET, [name]: value }))).toEqual([expect.stringContaining(name)]);
  });
});

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
    return [];
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown.problems;
    throw thrown;
  }
}
