import { isIP } from 'node:net';
import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import { ApolloServerPluginInlineTrace } from '@apollo/server/plugin/inlineTrace';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, parse, type GraphQLSchema } from 'graphql';
import { readCanonicalIds } from './canonical-ids.ts';
import { createErrorFormatter } from './error-formatting.ts';
import { streamEvents } from './event-stream.ts';
import { registerGraphqlRoute } from './graphql-route.ts';
import { createHttpServer } from '../process/http-server.ts';
import { showFaults } from './show-faults.ts';
import type { FaultSwitches } from '../process/fault-switches.ts';
import type { Logger } from '../logger.ts';
import type { ReadinessCheck } from '../process/readiness.ts';
import { refuseUnstorableText } from '../database/storable-text.ts';
import {
  CLIENT_ADDRESS_HEADER,
  CLIENT_AGENT_HEADER,
  createViewerVerifier,
  MAX_CLIENT_AGENT_LENGTH,
  VIEWER_HEADER,
  type Caller,
} from './viewer.ts';

type Resolvers = NonNullable<Extract<Parameters<typeof buildSubgraphSchema>[0], { typeDefs: unknown }>['resolvers']>;

/** What a subgraph may see and say of HTTP: what the router passes on, and what it takes back. */
export interface HttpExchange {
  /** A header of the request, by its name in lower case. */
  header(name: string): string | undefined;
  /** Sets a header of the response, instead of one that was set before. */
  setHeader(name: string, value: string): void;
}

export interface SubgraphServerOptions<Context extends BaseContext> {
  /** The subgraph's SDL, as in its schema.graphql. */
  readonly typeDefs: string;
  readonly resolvers: object;
  /** Makes the context of one request: fresh DataLoaders, and who asks. */
  readonly createContext: (caller: Caller, exchange: HttpExchange) => Context;
  readonly readiness: readonly ReadinessCheck[];
  readonly viewerSigningSecret: string;
  /** What it shows when an administrator asks for it; nothing when absent. */
  readonly faults?: FaultSwitches;
  readonly logger: Logger;
}

/**
 * A subgraph over HTTP: Apollo Server behind fastify. It answers only callers that prove, by the signed viewer header,
 * to be the router or another service; reaching its port is not enough to be anyone.
 */
export async function createSubgraphServer<Context extends BaseContext>(
  options: SubgraphServerOptions<Context>,
): Promise<FastifyInstance> {
  const { logger } = options;
  const schema = readCanonicalIds(
    buildSubgraphSchema({ typeDefs: parse(options.typeDefs), resolvers: options.resolvers as Resolvers }),
  );
  const formatError = createErrorFormatter(logger);
  const server = new ApolloServer<Context>({
    schema,
    plugins: [
      cacheControlOf(schema),
      // It would answer a browser before anybody asks who that is.
      ApolloServerPluginLandingPageDisabled(),
      // Costs nothing until a router asks with `apollo-federation-include-trace: ftv1`. A trace leaves the shop: no
      // error's text in it.
      ApolloServerPluginInlineTrace({ includeErrors: { masked: true } }),
      refuseUnstorableText(),
      operationLog(logger),
    ],
    csrfPrevention: false,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError,
  });
  await server.start();

  const callerOf = createCallerCheck({ secret: options.viewerSigningSecret, logger });
  const app = createHttpServer({ logger, readiness: options.readiness });
  const contextsOf = async (request: FastifyRequest, reply: FastifyReply) => {
    const caller = await callerOf(request);
    if (options.faults !== undefined) await showFaults(options.faults, logger);
    return () => options.createContext(caller, exchangeOf(request, reply));
  };
  registerGraphqlRoute(app, server, {
    contextOf: async (request, reply) => (await contextsOf(request, reply))(),
    streamEvents: (request, reply) => {
      const createContexts = () => contextsOf(request, reply);
      return streamEvents(request, reply, { schema, formatError, stopping: app.stopping, createContexts });
    },
  });
  app.addHook('onClose', () => server.stop());
  return app;
}

/**
 * Says in Cache-Control how long an answer may be kept, by the schema's `@cacheControl`. It wraps every field resolver:
 * not where no schema says anything.
 */
function cacheControlOf(schema: GraphQLSchema): ApolloServerPlugin {
  if (schema.getDirective('cacheControl') == null) return ApolloServerPluginCacheControlDisabled();
  return ApolloServerPluginCacheControl({ calculateHttpHeaders: 'if-cacheable' });
}

/**
 * Tells who calls, or refuses. No operation is executed without a context and no context is made without a caller, so
 * there is no way to an operation around this: not by another spelling of the address, and not by a route that is yet
 * to come.
 */
function createCallerCheck({ secret, logger }: { readonly secret: string; readonly logger: Logger }) {
  const verify = createViewerVerifier({ secret });
  return async (request: FastifyRequest): Promise<Caller> => {
    try {
      return { ...(await verify(request.headers[VIEWER_HEADER])), ...clientOf(request) };
    } catch {
      logger.warn({ from: request.ip }, 'refused a request without a valid viewer signature');
      throw new GraphQLError(UNSIGNED, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
    }
  };
}

/** Where the router's client is, and what it calls itself. Read beside a valid signature only. */
function clientOf({ headers }: FastifyRequest): Pick<Caller, 'clientAddress' | 'clientAgent'> {
  const clientAddress = headers[CLIENT_ADDRESS_HEADER];
  const clientAgent = headers[CLIENT_AGENT_HEADER];
  return {
    ...(typeof clientAddress === 'string' && isIP(clientAddress) !== 0 ? { clientAddress } : {}),
    ...(typeof clientAgent === 'string' && clientAgent !== ''
      ? { clientAgent: clientAgent.slice(0, MAX_CLIENT_AGENT_LENGTH) }
      : {}),
  };
}

function exchangeOf(request: FastifyRequest, reply: FastifyReply): HttpExchange {
  return {
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    // fastify adds to a Set-Cookie that is there: the last word about a cookie is the only one.
    setHeader: (name, value) => void reply.removeHeader(name).header(name, value),
  };
}

const UNSIGNED =
  'This is a subgraph of Galleria: it answers only requests that the router or another service signed. Ask the router.';

/** One log line per operation: with the correlation id of the request it tells which services an order went through. */
function operationLog<Context extends BaseContext>(logger: Logger): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => {
      const startedAt = performance.now();
      return {
        willSendResponse: async ({ operationName, errors }) => {
          const ms = Math.round((performance.now() - startedAt) * 10) / 10;
          logger.info({ operation: operationName ?? 'anonymous', ms, failed: errors !== undefined }, 'answered');
        },
      };
    },
  };
}
