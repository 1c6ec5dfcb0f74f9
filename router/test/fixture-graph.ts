import { Writable } from 'node:stream';
import { composeServices } from '@apollo/composition';
import { accessErrors } from '@galleria/kit/errors';
import { currentContext } from '@galleria/kit/execution-context';
import { createLogger, type Logger } from '@galleria/kit/logger';
import { createSubgraphServer } from '@galleria/kit/graphql/subgraph-server';
import { requireViewer, type Caller } from '@galleria/kit/graphql/viewer';
import { createChanges, type Changes } from '@galleria/kit/process/changes';
import { freePort } from '@galleria/platform/testing/network/free-port';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { parse } from 'graphql';
import { inject } from 'vitest';
import { createRouter } from '../src/app.ts';
import type { SupergraphText } from '../src/supergraph/supergraph-source.ts';
import { loadRouterConfig } from '../src/config.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Which one the router's tests are run with; each project of vitest.config.ts has one. */
    readonly routerEngine: 'galleria' | 'apollo';
  }
}

export const SECRET = 'a secret that only the tests of the router know';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';

/** Products and stock are real subgraphs; what reviews answers is for each test to say. */
export const SDL = {
  products: `${LINK}
    type Query { products: [Product!]  product(id: ID!): Product  caller: CallerFacts  forbidden: String  broken: String }
    type Mutation { changer: CallerFacts  rename(id: ID!, name: String!): Product }
    type Product @key(fields: "id") { id: ID! name: String }
    type CallerFacts { signedBy: String userId: String roles: [String!] sessionId: String correlationId: String traceparent: String clientAddress: String }`,
  stock: `${LINK}
    type Subscription { stockChanged(id: ID!): Product  mine: Product }
    type Product @key(fields: "id") { id: ID! available: Int }`,
  reviews: `${LINK}
    type Query { review: Review }
    type Review { text: String! }
    type Product @key(fields: "id") { id: ID! rating: Float }`,
};

export type FixtureName = keyof typeof SDL;

export interface FixtureGraph {
  readonly router: FastifyInstance;
  /** The HTTP requests that reviews got, and how it answers them. */
  readonly reviews: ScriptedSubgraph;
  readonly lines: Record<string, unknown>[];
  /** How many of each product are available, and who follows that. */
  readonly stock: FixtureStock;
  ask(query: string, options?: AskOptions): Promise<Answer>;
  stopSubgraph(name: FixtureName): Promise<void>;
  /** Listens on the port that the router knows. */
  startSubgraph(name: FixtureName): Promise<void>;
  stop(): Promise<void>;
}

export interface FixtureStock {
  readonly changes: Changes;
  set(id: string, available: number): void;
}

export interface ScriptedSubgraph {
  readonly requests: FastifyRequest[];
  answer: (request: FastifyRequest, reply: FastifyReply) => unknown;
  status: number;
}

export interface AskOptions {
  readonly variables?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  readonly body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
  };
}

export interface FixtureOptions {
  readonly env?: Record<string, string>;
  readonly down?: readonly FixtureName[];
  /** Where the router looks for subgraphs instead of where they are. */
  readonly addresses?: Partial<Record<FixtureName, string>>;
  readonly keyCooldownMs?: number;
  /** Schemas in place of those that the resolvers were written for, with the same fields. */
  readonly sdl?: Partial<Record<FixtureName, string>>;
  /** Gives the router new supergraphs. */
  readonly watch?: SupergraphText['watch'];
}

/**
 * A router over three subgraphs on ports of the operating system's choice; those in `down` have a port and do not
 * listen.
 */
export async function startFixtureGraph(options: FixtureOptions = {}): Promise<FixtureGraph> {
  const lines: Record<string, unknown>[] = [];
  const logger = recordingLogger(lines);
  const reviews: ScriptedSubgraph = { requests: [], answer: () => ({ data: null }), status: 200 };
  const stock = createStock();
  const running = new Map<FixtureName, FastifyInstance>();
  const ports = new Map<FixtureName, number>();
  const sdl = { ...SDL, ...options.sdl };
  const startSubgraph = async (name: FixtureName) => {
    const app = await createFixtureSubgraph(name, { sdl: sdl[name], reviews, stock, logger });
    const port = ports.get(name) ?? (await freePort());
    await app.listen({ host: '127.0.0.1', port });
    ports.set(name, port);
    running.set(name, app);
  };
  const stopSubgraph = async (name: FixtureName) => {
    await running.get(name)?.close();
    running.delete(name);
  };
  for (const name of Object.keys(SDL) as FixtureName[]) await startSubgraph(name);
  for (const name of options.down ?? []) await stopSubgraph(name);
  const config = loadRouterConfig({
    VIEWER_SIGNING_SECRET: SECRET,
    NODE_ENV: 'test',
    ROUTER_ENGINE: inject('routerEngine'),
    SUBGRAPH_URLS: [...ports]
      .map(([name, port]) => `${name}=${options.addresses?.[name] ?? `http://127.0.0.1:${port}/graphql`}`)
      .join(','),
    ...options.env,
  });
  const router = await createRouter({
    config,
    logger,
    supergraph: { sdl: fixtureSupergraph(sdl), ...(options.watch === undefined ? {} : { watch: options.watch }) },
    ...(options.keyCooldownMs === undefined ? {} : { keyCooldownMs: options.keyCooldownMs }),
  });
  return {
    router,
    reviews,
    stock,
    lines,
    ask: (query, asked) => ask(router, query, asked),
    startSubgraph,
    stopSubgraph,
    stop: async () => {
      await router.close();
      for (const app of running.values()) await app.close();
    },
  };
}

export function fixtureSupergraph(subgraphs: Readonly<Record<FixtureName, string>> = SDL): string {
  const result = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({
      name,
      url: `http://subgraph.invalid/${name}`,
      typeDefs: parse(sdl),
    })),
  );
  if (result.errors !== undefined) throw new AggregateError(result.errors);
  return result.supergraphSdl;
}

async function ask(router: FastifyInstance, query: string, options: AskOptions = {}): Promise<Answer> {
  const response = await router.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...options.headers },
    payload: { query, variables: options.variables ?? {} },
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    text: response.payload,
    body: response.json<Answer['body']>(),
  };
}

async function createFixtureSubgraph(
  name: FixtureName,
  {
    sdl,
    reviews,
    stock,
    logger,
  }: { sdl: string; reviews: ScriptedSubgraph; stock: FixtureStock & StockLevels; logger: Logger },
): Promise<FastifyInstance> {
  if (name === 'reviews') return createScriptedSubgraph(reviews);
  return createSubgraphServer<{ caller: Caller }>({
    typeDefs: sdl,
    resolvers: name === 'stock' ? stockResolvers(stock) : RESOLVERS[name],
    createContext: (caller) => ({ caller }),
    readiness: [],
    viewerSigningSecret: SECRET,
    logger,
  });
}

function createScriptedSubgraph(script: ScriptedSubgraph): FastifyInstance {
  const app = fastify({ forceCloseConnections: true });
  app.get('/ready', async () => ({ status: 'ready' }));
  app.post('/graphql', async (request, reply) => {
    script.requests.push(request);
    return reply.code(script.status).send(await script.answer(request, reply));
  });
  return app;
}

const PRODUCTS = [
  { __typename: 'Product', id: '1', name: 'Tray' },
  { __typename: 'Product', id: '2', name: 'Lamp' },
];

const RESOLVERS = {
  products: {
    Query: {
      products: () => PRODUCTS,
      product: (_: unknown, { id }: { id: string }) => PRODUCTS.find((product) => product.id === id),
      caller: (_: unknown, _arguments: unknown, { caller }: { caller: Caller }) => ({
        signedBy: caller.signedBy,
        clientAddress: caller.clientAddress,
        ...caller.viewer,
        ...currentContext(),
      }),
      forbidden: () => {
        throw accessErrors.FORBIDDEN();
      },
      broken: () => {
        throw new Error('connect ECONNREFUSED postgres://shop:hunter2@10.0.0.7:5432/products');
      },
    },
    Product: {
      __resolveReference: ({ id }: { id: string }) => PRODUCTS.find((product) => product.id === id),
    },
    Mutation: {
      changer: (_: unknown, _arguments: unknown, { caller }: { caller: Caller }) => caller,
      rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ __typename: 'Product', id, name }),
    },
  },
};

interface StockLevels {
  available(id: string): number;
}

function createStock(): FixtureStock & StockLevels {
  const changes = createChanges();
  const levels = new Map<string, number>();
  return {
    changes,
    set: (id, available) => {
      levels.set(id, available);
      changes.tell(id);
    },
    available: (id) => levels.get(id) ?? Number(id) * 10,
  };
}

function stockResolvers({ changes, available }: FixtureStock & StockLevels) {
  const id = (_change: null, args: { id: string }) => ({ id: args.id });
  return {
    Subscription: {
      stockChanged: {
        subscribe: (_: unknown, args: { id: string }) => {
          if (args.id === 'none') throw accessErrors.FORBIDDEN();
          return changes.follow(args.id);
        },
        resolve: id,
      },
      mine: {
        subscribe: (_: unknown, _arguments: unknown, { caller }: { caller: Caller }) =>
          changes.follow(requireViewer(caller).userId),
        resolve: (_change: null, _arguments: unknown, { caller }: { caller: Caller }) => ({
          id: requireViewer(caller).userId,
        }),
      },
    },
    Product: {
      __resolveReference: (reference: { id: string }) => reference,
      available: (product: { id: string }) => available(product.id),
    },
  };
}

function recordingLogger(lines: Record<string, unknown>[]): Logger {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return createLogger({ service: 'router', level: 'debug' }, stream);
}
