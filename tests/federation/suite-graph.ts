import { composeServices } from '@apollo/composition';
import { createLogger } from '@galleria/kit/logger';
import { createSubgraphServer } from '@galleria/kit/graphql/subgraph-server';
import { createViewerSigner, VIEWER_HEADER } from '@galleria/kit/graphql/viewer';
import type { FastifyInstance } from 'fastify';
import { parse } from 'graphql';
import { createRouter } from '../../router/src/app.ts';
import { loadRouterConfig } from '../../router/src/config.ts';
import { INVENTORY_SDL, inventoryResolvers, USERS_SDL, usersResolvers } from './partner-subgraphs.ts';
import { PRODUCTS_SDL, productsResolvers } from './products-subgraph.ts';

const SECRET = 'a secret that only the tests of federation know';

const SUBGRAPHS = {
  products: { typeDefs: PRODUCTS_SDL, resolvers: productsResolvers },
  users: { typeDefs: USERS_SDL, resolvers: usersResolvers },
  inventory: { typeDefs: INVENTORY_SDL, resolvers: inventoryResolvers },
};

export type SubgraphName = keyof typeof SUBGRAPHS;

export interface SuiteAnswer {
  // A test reads deep into answers whose shape its own document gives.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  readonly extensions?: { readonly ftv1?: string };
}

/** The products subgraph of the suite with its partners, each a process's worth of our kit, behind our router. */
export interface SuiteGraph {
  readonly supergraphSdl: string;
  /** How many operations each subgraph was sent. */
  readonly calls: Readonly<Record<SubgraphName, number>>;
  /** Asks the products subgraph over HTTP, as the router would. */
  askProducts(
    query: string,
    options?: { readonly variables?: Record<string, unknown>; readonly headers?: Record<string, string> },
  ): Promise<SuiteAnswer>;
  /** Asks the router. */
  ask(query: string): Promise<SuiteAnswer>;
  stop(): Promise<void>;
}

export async function startSuiteGraph(): Promise<SuiteGraph> {
  const logger = createLogger({ service: 'federation-tests', level: 'silent' });
  const calls = { products: 0, users: 0, inventory: 0 };
  const running: FastifyInstance[] = [];
  const urls = new Map<SubgraphName, string>();
  for (const name of Object.keys(SUBGRAPHS) as SubgraphName[]) {
    const app = await createSubgraphServer({
      ...SUBGRAPHS[name],
      createContext: () => {
        calls[name] += 1;
        return {};
      },
      readiness: [],
      viewerSigningSecret: SECRET,
      logger,
    });
    running.push(app);
    urls.set(name, `${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`);
  }
  const supergraphSdl = composeSuite();
  const router = await createRouter({
    config: loadRouterConfig({
      VIEWER_SIGNING_SECRET: SECRET,
      SUBGRAPH_URLS: [...urls].map(([name, url]) => `${name}=${url}`).join(','),
      SESSION_SERVICE: 'none',
    }),
    logger,
    supergraph: { sdl: supergraphSdl },
  });
  running.unshift(router);
  const routerUrl = `${await router.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
  const sign = createViewerSigner({ secret: SECRET, signedBy: 'router' });

  return {
    supergraphSdl,
    calls,
    ask: (query) => post(routerUrl, { query }),
    askProducts: async (query, { variables = {}, headers = {} } = {}) =>
      post(urls.get('products') ?? '', { query, variables }, { ...headers, [VIEWER_HEADER]: await sign(null) }),
    stop: async () => {
      for (const app of running) await app.close();
    },
  };
}

function composeSuite(): string {
  const result = composeServices(
    Object.entries(SUBGRAPHS).map(([name, { typeDefs }]) => ({
      name,
      url: `http://subgraph.invalid/${name}`,
      typeDefs: parse(typeDefs),
    })),
  );
  if (result.errors !== undefined) throw new AggregateError(result.errors);
  return result.supergraphSdl;
}

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<SuiteAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return (await response.json()) as SuiteAnswer;
}
