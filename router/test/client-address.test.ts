import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

const BALANCER = '10.1.2.3';
const CLIENT = '203.0.113.9';

/** What products is told of the client's address, for a change from `peer` with this X-Forwarded-For. */
async function addressSeen(graph: FixtureGraph, peer: string, forwardedFor?: string): Promise<unknown> {
  const response = await graph.router.inject({
    method: 'POST',
    url: '/graphql',
    remoteAddress: peer,
    headers: {
      'content-type': 'application/json',
      ...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
    },
    payload: { query: 'mutation { changer { clientAddress } }' },
  });
  return response.json<{ data: { changer: { clientAddress: string } } }>().data.changer.clientAddress;
}

describe('the client’s address, behind a trusted load balancer', () => {
  let graph: FixtureGraph;
  beforeEach(async () => {
    graph = await startFixtureGraph({ env: { TRUSTED_PROXIES: '10.0.0.0/8,fd00::/8' } });
  });
  afterEach(() => graph.stop());

  it('is what the balancer says', async () => {
    expect(await addressSeen(graph, BALANCER, CLIENT)).toBe(CLIENT);
    expect(await addressSeen(graph, `::ffff:${BALANCER}`, CLIENT)).toBe(CLIENT);
    expect(await addressSeen(graph, 'fd00::7', '2001:db8::9')).toBe('2001:db8::9');
  });

  it('is the last one that no trusted proxy added, whatever the client wrote before it', async () => {
    expect(await addressSeen(graph, BALANCER, `198.51.100.1, ${CLIENT}, 10.9.9.9`)).toBe(CLIENT);
  });

  it('is the peer’s own when an untrusted peer claims another', async () => {
    expect(await addressSeen(graph, '192.0.2.66', CLIENT)).toBe('192.0.2.66');
  });

  it('is the balancer’s when it says nothing', async () => {
    expect(await addressSeen(graph, BALANCER)).toBe(BALANCER);
  });

  it('goes with what changes something, and with no query', async () => {
    const { body } = await graph.ask('{ caller { signedBy clientAddress } }');
    expect(body.data?.['caller']).toEqual({ signedBy: 'router', clientAddress: null });
  });
});

describe('the client’s address, without a trusted proxy', () => {
  it('is that of whoever connects', async () => {
    const graph = await startFixtureGraph();
    expect(await addressSeen(graph, BALANCER, CLIENT)).toBe(BALANCER);
    await graph.stop();
  });
});
