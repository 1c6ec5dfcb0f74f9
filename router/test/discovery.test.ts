import { freePort } from '@galleria/platform/testing/network/free-port';
import { installProgram } from '@galleria/platform/testing/installed-program';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { describeUnavailable } from '@galleria/platform/testing/unavailable';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createNameLookup } from '../src/subgraphs/discovery/name-lookup.ts';
import { startCalledSubgraph, type CalledSubgraph } from '../src/subgraphs/testing/called-subgraph.ts';
import { hold, ok, startInstanceServer, type InstanceServer } from '../src/subgraphs/testing/instance-server.ts';
import type { TrafficSettings } from '../src/subgraphs/traffic/traffic.ts';
import { startDnsServer, type DnsServer } from './dns-server.ts';
import { startFixtureGraph } from './fixture-graph.ts';

const NAME = 'orders.test';
const SERVICE = '_graphql._tcp.orders.test';
const [ONE, TWO, THREE] = ['127.0.0.1', '127.0.0.2', '127.0.0.3'] as const;

describe('a name that the system finds', () => {
  it('needs no name server to be named', async () => {
    const instance = await start(ONE);
    const { port } = new URL(instance.url);
    const subgraph = await startCalledSubgraph({ addresses: [`dns+http://localhost:${port}/graphql`] });
    expect((await subgraph.query()).status).toBe(200);
    expect([subgraph.client.urls, instance.calls]).toEqual([[instance.url], 1]);
  });
});

const dnsmasq = await installProgram('dnsmasq', 'dnsmasq-base');
if (dnsmasq.kind === 'found') {
  describe('a name with several addresses', () => {
    it('stands for an instance at each of them, from the first call on', async () => {
      const { instances, subgraph } = await startNamed([ONE, TWO]);
      for (const place of [0, 0.5]) {
        subgraph.throwDice(place, 0);
        expect((await subgraph.query()).status).toBe(200);
      }
      expect(instances.map(({ calls }) => calls)).toEqual([1, 1]);
    });

    it('is looked up again: who has come is called, and who has gone finishes what there is', async () => {
      const { server, port, instances, subgraph } = await startNamed([ONE, TWO]);
      const [one, two] = instances as [InstanceServer, InstanceServer];
      const three = await start(THREE, port);
      const finish = hold(one);
      const held = subgraph.query();
      await vi.waitFor(() => expect(one.calls).toBe(1), PATIENCE);
      await server.serve({ hosts: { [NAME]: [TWO, THREE] } });
      await vi.waitFor(() => expect(subgraph.client.urls).toEqual([two.url, three.url]), PATIENCE);
      // What is new begins slowly: the third number is whether it is passed over.
      subgraph.throwDice(0, 0, 0.5);
      await subgraph.query();
      subgraph.throwDice(0.5, 0, 0);
      await subgraph.query();
      expect([one.calls, two.calls, three.calls]).toEqual([1, 1, 1]);
      finish();
      expect((await held).status).toBe(200);
    });

    it('is one instance where it has an address of either family', async () => {
      const instance = await start(ONE);
      const port = Number(new URL(instance.url).port);
      const server = await startDnsServer({ hosts: { [NAME]: [ONE, '::1'] } });
      const subgraph = await call(server, `dns+http://${NAME}:${port}/graphql`);
      await subgraph.query();
      expect(subgraph.client.urls).toEqual([instance.url]);
    });

    it('is called where it was for as long as it cannot be looked up', async () => {
      const { server, instances, subgraph } = await startNamed([ONE]);
      expect((await subgraph.query()).status).toBe(200);
      await server.stop();
      for (let call = 0; call < 3; call += 1) expect((await subgraph.query()).status).toBe(200);
      await server.serve({ hosts: {} });
      expect((await subgraph.query()).status).toBe(200);
      expect(instances[0]?.calls).toBe(5);
      await server.serve({ hosts: { [NAME]: [TWO] } });
      await vi.waitFor(() => expect(new URL(subgraph.client.urls[0] ?? '').hostname).toBe(TWO), PATIENCE);
    });

    it('is looked up before its time when an instance cannot be reached', async () => {
      const { server, port, instances, subgraph } = await startNamed([ONE], { SUBGRAPH_DNS_MS: 600_000 });
      await subgraph.query();
      const two = await start(TWO, port);
      await server.serve({ hosts: { [NAME]: [TWO] } });
      await instances[0]?.stop();
      await expect(subgraph.query()).rejects.toMatchObject({ name: 'SubgraphUnreachable' });
      await vi.waitFor(() => expect(subgraph.client.urls).toEqual([two.url]), PATIENCE);
      expect((await subgraph.query()).status).toBe(200);
    });

    it('may be found later than it is called first', async () => {
      const instance = await start(ONE);
      const server = await startDnsServer({});
      const subgraph = await call(server, `dns+http://${NAME}:${new URL(instance.url).port}/graphql`);
      await expect(subgraph.query()).rejects.toMatchObject({ name: 'SubgraphUnreachable', sent: false });
      await server.serve({ hosts: { [NAME]: [ONE] } });
      await vi.waitFor(() => expect(subgraph.client.urls).toEqual([instance.url]), PATIENCE);
      expect((await subgraph.query()).status).toBe(200);
    });
  });

  describe('a service record', () => {
    it('tells the ports of instances, too; those of a lower priority are for when there are no others', async () => {
      const [one, two] = [await start(ONE), await start(ONE)];
      const records = [one, two].map(({ url }, index) => ({
        ...{ name: SERVICE, host: NAME, port: Number(new URL(url).port), priority: 10 + index },
      }));
      const server = await startDnsServer({ hosts: { [NAME]: [ONE] }, services: records });
      const subgraph = await call(server, `srv+http://${SERVICE}/graphql`);
      expect((await subgraph.query()).status).toBe(200);
      expect([subgraph.client.urls, one.calls, two.calls]).toEqual([[one.url], 1, 0]);
      const equal = records.map((record) => ({ ...record, priority: 10 }));
      await server.serve({ hosts: { [NAME]: [ONE] }, services: equal });
      await vi.waitFor(() => expect(subgraph.client.urls).toEqual([one.url, two.url].toSorted()), PATIENCE);
      await server.serve({ hosts: { [NAME]: [ONE] }, services: equal.slice(1) });
      await vi.waitFor(() => expect(subgraph.client.urls).toEqual([two.url]), PATIENCE);
      expect((await subgraph.query()).status).toBe(200);
      expect(two.calls).toBe(1);
    });
  });

  describe('a router', () => {
    it('finds its subgraphs by names of the configuration, and says whether they are ready', async () => {
      const instance = await start(ONE);
      instance.answer = (_request, response) => response.end('{"data":{"review":{"text":"found"}}}');
      const { port } = new URL(instance.url);
      const server = await startDnsServer({
        hosts: { 'reviews.test': [ONE] },
        services: [{ name: SERVICE, host: 'reviews.test', port: Number(port) }],
      });
      const graph = await startFixtureGraph({
        addresses: { reviews: `srv+http://${SERVICE}/graphql` },
        env: { SUBGRAPH_DNS_SERVERS: server.address },
      });
      onTestFinished(() => graph.stop());
      expect((await graph.ask('{ review { text } }')).body).toEqual({ data: { review: { text: 'found' } } });
      expect((await graph.router.inject('/ready')).json()).toMatchObject({ status: 'ready' });
    });
  });
} else {
  describeUnavailable('dnsmasq', dnsmasq.reason);
}

/** Instances of one name at one port, each at an address of its own. */
async function startNamed(addresses: readonly string[], traffic: Partial<TrafficSettings> = {}) {
  const port = await freePort();
  const instances: InstanceServer[] = [];
  for (const address of addresses) instances.push(await start(address, port));
  const server = await startDnsServer({ hosts: { [NAME]: addresses } });
  const subgraph = await call(server, `dns+http://${NAME}:${port}/graphql`, traffic);
  return { port, instances, server, subgraph };
}

async function start(host: string, port?: number): Promise<InstanceServer> {
  const instance = await startInstanceServer(host, port);
  instance.answer = ok;
  onTestFinished(() => instance.stop());
  return instance;
}

function call(server: DnsServer, address: string, traffic: Partial<TrafficSettings> = {}): Promise<CalledSubgraph> {
  return startCalledSubgraph({ addresses: [address], traffic, lookUp: createNameLookup([server.address]) });
}
