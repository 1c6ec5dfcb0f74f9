import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadRouterConfig } from '../../config.ts';
import { trafficOf, trafficSettings } from './traffic.ts';

const GUIDE = readFileSync(new URL('../../../../docs/guides/traffic.md', import.meta.url), 'utf8');

describe('the guide to how services are called', () => {
  it('has every setting with its default', () => {
    const told = [...GUIDE.matchAll(/^\| `([A-Z_]+)` +\| (\S*) /gm)].map(([, name, value]) => [name, value]);
    const defaults = Object.entries(trafficOf()).map(([name, value]) => [name, String(value)]);
    expect(told).toEqual(defaults);
    expect(told.map(([name]) => name)).toEqual(Object.keys(trafficSettings));
  });

  it('gives an example that a router starts with', () => {
    const [, example = ''] = /```env\n([^]*?)```/.exec(GUIDE) ?? [];
    const env = Object.fromEntries(
      example
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    const config = loadRouterConfig({ ...env, VIEWER_SIGNING_SECRET: 's'.repeat(32) });
    expect(config.SUBGRAPH_URLS.get('users')).toHaveLength(2);
    expect(config.SUBGRAPH_URLS.get('stock')).toEqual(['srv+http://_graphql._tcp.stock.shop/graphql']);
    expect([config.SUBGRAPH_DNS_MS, config.SUBGRAPH_DNS_SERVERS]).toEqual([2_000, ['10.0.0.10', '10.0.0.11:5353']]);
  });
});
