import type { Logger } from '@galleria/kit/logger';
import type { SubgraphAddress } from '../supergraph/supergraph.ts';
import { createBalancedClient, type SubgraphClient } from './balanced-client.ts';
import { createNameLookup } from './discovery/name-lookup.ts';
import type { SubgraphInstances } from './subgraph-readiness.ts';
import type { TrafficSettings } from './traffic/traffic.ts';

/** The clients of all subgraphs that the supergraph has at present. */
export interface SubgraphClients {
  /** Throws for a name that the supergraph does not have. */
  byName(name: string): SubgraphClient;
  /** Makes clients for new and moved subgraphs; those of the others stay, with their connections. */
  use(subgraphs: readonly SubgraphAddress[]): void;
  /** Where the instances of each are now. */
  instances(): readonly SubgraphInstances[];
  stop(): Promise<void>;
}

/** How long calls that are under way may take to end, when their subgraph has moved. */
const LAST_CALLS_MS = 30_000;

export function createSubgraphClients(options: {
  readonly traffic: TrafficSettings;
  readonly logger: Logger;
}): SubgraphClients {
  const lookUp = createNameLookup(options.traffic.SUBGRAPH_DNS_SERVERS);
  const clients = new Map<string, { readonly key: string; readonly client: SubgraphClient }>();
  return {
    byName: (name) => {
      const found = clients.get(name);
      if (found === undefined) throw new Error(`the supergraph has no address for "${name}"`);
      return found.client;
    },
    use: (subgraphs) => {
      const names = new Set(subgraphs.map(({ name }) => name));
      for (const { name, urls } of subgraphs) {
        const key = urls.join(' ');
        const current = clients.get(name);
        if (current?.key === key) continue;
        if (current !== undefined) stopLater(current.client);
        clients.set(name, { key, client: createBalancedClient({ ...options, lookUp, name, addresses: urls }) });
      }
      for (const [name, { client }] of clients) {
        if (names.has(name)) continue;
        stopLater(client);
        clients.delete(name);
      }
    },
    instances: () => [...clients].map(([name, { client }]) => ({ name, urls: client.urls })),
    stop: async () => void (await Promise.all([...clients.values()].map(({ client }) => client.stop()))),
  };
}

function stopLater(client: SubgraphClient): void {
  setTimeout(() => void client.stop(), LAST_CALLS_MS).unref();
}
