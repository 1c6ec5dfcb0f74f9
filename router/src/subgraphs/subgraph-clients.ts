import type { Logger } from '@galleria/kit/logger';
import type { SubgraphAddress } from '../supergraph/supergraph.ts';
import { createBalancedClient } from './balanced-client.ts';
import type { SubgraphClient } from './subgraph-client.ts';

/** The clients of all subgraphs that the supergraph has at present. */
export interface SubgraphClients {
  /** Throws for a name that the supergraph does not have. */
  byName(name: string): SubgraphClient;
  /** Makes clients for new and moved subgraphs; those of the others stay, with their connections. */
  use(subgraphs: readonly SubgraphAddress[]): void;
  stop(): Promise<void>;
}

/** How long calls that are under way may take to end, when their subgraph has moved. */
const LAST_CALLS_MS = 30_000;

export function createSubgraphClients(options: {
  readonly timeoutMs: number;
  readonly logger: Logger;
}): SubgraphClients {
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
        clients.set(name, { key, client: createBalancedClient({ ...options, name, urls }) });
      }
      for (const [name, { client }] of clients) {
        if (names.has(name)) continue;
        stopLater(client);
        clients.delete(name);
      }
    },
    stop: async () => void (await Promise.all([...clients.values()].map(({ client }) => client.stop()))),
  };
}

function stopLater(client: SubgraphClient): void {
  setTimeout(() => void client.stop(), LAST_CALLS_MS).unref();
}
