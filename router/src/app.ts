import { createHttpServer } from '@galleria/kit/process/http-server';
import type { Logger } from '@galleria/kit/logger';
import { createViewerSigner } from '@galleria/kit/graphql/viewer';
import type { FastifyInstance } from 'fastify';
import { createEntityCache } from './caching/entity-cache.ts';
import type { RouterConfig } from './config.ts';
import { cloneJson } from './engine/execution/merge.ts';
import type { GraphEngine } from './graph-engine.ts';
import { registerAccessLog } from './http/access-log.ts';
import { registerCors } from './http/cors.ts';
import { registerGraphqlEndpoint } from './http/graphql-endpoint.ts';
import { registerGraphqlErrors } from './http/graphql-errors.ts';
import { registerLandingPage } from './http/landing-page.ts';
import { registerReadyRoute } from './http/ready-route.ts';
import { createViewerContext } from './http/viewer-context.ts';
import { createPolicyDecisions } from './policy/policies/policy-decisions.ts';
import { createPolicyEndpoint } from './policy/policies/policy-endpoint.ts';
import type { PolicySource } from './policy/policies/policy-question.ts';
import { loadPolicyModule } from './policy/policies/policy-module.ts';
import { openBudgets, type Budgets } from './policy/rates/budgets.ts';
import { createRateLimits } from './policy/rates/rate-limits.ts';
import { createAuthentication } from './policy/tokens/authentication.ts';
import { readIssuers } from './policy/tokens/issuers-file.ts';
import { createKeyAddresses, type KeyAddresses } from './policy/tokens/key-addresses.ts';
import { createOwnIssuer } from './policy/tokens/token-issuer.ts';
import { readPersistedOperations } from './serving/persisted-operations.ts';
import { createServedGraph, type ServedGraphOptions } from './serving/served-graph.ts';
import { createNameLookup } from './subgraphs/discovery/name-lookup.ts';
import type { ReceivedAnswer } from './subgraphs/ask-subgraph.ts';
import { createSharedCalls } from './subgraphs/shared-calls.ts';
import { createSubgraphClients, type SubgraphClients } from './subgraphs/subgraph-clients.ts';
import { createSubgraphFetch } from './subgraphs/subgraph-fetch.ts';
import { createSubgraphStreams } from './subgraphs/subgraph-streams.ts';
import { createSubgraphReadiness } from './subgraphs/subgraph-readiness.ts';
import { createSupergraphSource, type SupergraphText } from './supergraph/supergraph-source.ts';
import type { Supergraph } from './supergraph/supergraph.ts';
import { createOperationUsage } from './usage/operation-usage.ts';
import { keepUsageFiles } from './usage/usage-files.ts';

const MIB = 1_048_576;

export interface RouterOptions {
  readonly config: Omit<RouterConfig, 'SUPERGRAPH_FILE'>;
  readonly logger: Logger;
  /** The text of supergraph.graphql, and of those that replace it. */
  readonly supergraph: SupergraphText;
  /** How long an unknown key id is not looked up again; tests shorten it. */
  readonly keyCooldownMs?: number | undefined;
}

/**
 * The router, ready to answer: it needs no subgraph to start, because the graph comes from the file. Throws
 * `ConfigError` when the supergraph and the configuration do not fit each other.
 */
export async function createRouter({
  config,
  logger,
  supergraph: text,
  keyCooldownMs,
}: RouterOptions): Promise<FastifyInstance> {
  const isDevelopment = config.NODE_ENV === 'development';
  const clients = createSubgraphClients({ traffic: config, logger });
  const onServed = ({ subgraphs }: Supergraph) => clients.use(subgraphs);
  const supergraph = createSupergraphSource({ text, urls: config.SUBGRAPH_URLS, onServed, logger });
  onServed(supergraph.current);
  const usage = config.OPERATION_USAGE_FOLDER === '' ? undefined : createOperationUsage(Date.now);
  const engine = await openEngine(config, {
    supergraph,
    logger,
    ...subgraphsOf(config, clients, logger),
    ...limitsOf(config),
    persistedOperations: readPersistedOperations(config.PERSISTED_OPERATIONS),
    allowedOperations: config.ALLOWED_OPERATIONS,
    usage,
    decidePolicies: createPolicyDecisions({
      sources: await policySources(config),
      timeoutMs: config.POLICY_TIMEOUT_MS,
      logger,
    }),
  });
  const app = createHttpServer({ logger, trustedProxies: config.TRUSTED_PROXIES });
  const accessLog = registerAccessLog(app, { logger, share: config.ACCESS_LOG_SHARE });
  const budgets = await budgetsOf(config, logger);
  const keys = keysOf(config, logger);
  const viewerContext = createViewerContext({
    authenticate: authenticationOf({ config, logger, keyCooldownMs }, keys),
    rateLimits: budgets && createRateLimits(budgets),
    signViewer: createViewerSigner({ secret: config.VIEWER_SIGNING_SECRET, signedBy: 'router' }),
    accessLog,
    exposeTrace: isDevelopment,
  });
  await registerCors(app, { origins: config.ALLOWED_ORIGINS, privateNetwork: isDevelopment });
  registerGraphqlErrors(app, logger);
  registerReadyRoute(
    app,
    createSubgraphReadiness(() => clients.instances()),
  );
  registerLandingPage(app, config.LANDING_PAGE_FOLDER);
  await registerGraphqlEndpoint(app, { engine, viewerContext, accessLog, logger });
  const files =
    usage === undefined ? undefined : keepUsageFiles({ usage, folder: config.OPERATION_USAGE_FOLDER, logger });
  app.addHook('onClose', async () => {
    await engine.stop();
    await files?.stop();
    await clients.stop();
    keys.stop();
    budgets?.close();
  });
  return app;
}

/** How subgraphs are asked and followed. What somebody has been told of, by a change or an event, nobody asks past. */
function subgraphsOf(config: RouterOptions['config'], clients: SubgraphClients, logger: Logger) {
  const { SESSION_SERVICE: sessionService, SHARED_CALLS: by, OPERATION_TIMEOUT_MS: operationTimeoutMs } = config;
  const calls = createSharedCalls<ReceivedAnswer>(cloneJson);
  const sharing = by === 'none' ? undefined : { calls, by };
  const maxBytes = config.ENTITY_CACHE_MIB * MIB;
  const entityCache = maxBytes === 0 ? undefined : createEntityCache({ maxBytes, now: () => Date.now() });
  return {
    fetch: createSubgraphFetch({ clients, logger, sessionService, operationTimeoutMs, sharing, entityCache }),
    subscribe: createSubgraphStreams({ clients, logger, onEvent: () => calls.forget() }).subscribe,
  };
}

function authenticationOf(
  { config, logger, keyCooldownMs }: Pick<RouterOptions, 'config' | 'logger' | 'keyCooldownMs'>,
  { fetchKeys }: KeyAddresses,
) {
  const { TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience, TOKEN_ISSUERS: file } = config;
  return createAuthentication({
    issuers: [
      createOwnIssuer({ issuer, audience, keys: fetchKeys }),
      ...(file === '' ? [] : readIssuers(file, issuer)),
    ],
    logger,
    ...(keyCooldownMs === undefined ? {} : { keyCooldownMs }),
  });
}

function keysOf(config: RouterOptions['config'], logger: Logger) {
  return createKeyAddresses({
    addresses: config.JWKS_URL,
    lookUp: createNameLookup(config.SUBGRAPH_DNS_SERVERS),
    lookUpEveryMs: config.SUBGRAPH_DNS_MS,
    logger,
  });
}

async function policySources({ POLICY_MODULE, POLICY_URL }: RouterOptions['config']): Promise<readonly PolicySource[]> {
  return [
    ...(POLICY_MODULE === '' ? [] : [await loadPolicyModule(POLICY_MODULE)]),
    ...(POLICY_URL === '' ? [] : [createPolicyEndpoint(POLICY_URL)]),
  ];
}

function budgetsOf(config: RouterOptions['config'], logger: Logger): Promise<Budgets | undefined> {
  return openBudgets({
    requests: {
      viewer: config.LIMIT_REQUESTS_PER_VIEWER,
      address: config.LIMIT_REQUESTS_PER_ADDRESS,
      client: config.LIMIT_REQUESTS_PER_CLIENT,
    },
    cost: {
      viewer: config.LIMIT_COST_PER_VIEWER,
      address: config.LIMIT_COST_PER_ADDRESS,
      client: config.LIMIT_COST_PER_CLIENT,
    },
    redisUrl: config.REDIS_URL,
    logger,
  });
}

function limitsOf(config: RouterOptions['config']) {
  return {
    maxTokens: config.LIMIT_TOKENS,
    limits: {
      depth: config.LIMIT_DEPTH,
      aliases: config.LIMIT_ALIASES,
      rootFields: config.LIMIT_ROOT_FIELDS,
      selections: config.LIMIT_SELECTIONS,
    },
    maxObjects: config.LIMIT_OBJECTS,
    streams: {
      perViewer: config.LIMIT_SUBSCRIPTIONS_PER_VIEWER,
      perAddress: config.LIMIT_SUBSCRIPTIONS_PER_ADDRESS,
      all: config.LIMIT_SUBSCRIPTIONS,
    },
    queryPlanCacheMib: config.QUERY_PLAN_CACHE_MIB,
    persistedQueryCacheMib: config.PERSISTED_QUERY_CACHE_MIB,
  };
}

/** The engine that the configuration asks for; the other one is not loaded. Rejects for what it cannot serve. */
async function openEngine(
  config: RouterOptions['config'],
  options: Omit<ServedGraphOptions, 'planning'>,
): Promise<GraphEngine> {
  if (config.ROUTER_ENGINE === 'apollo') {
    const { createApolloEngine } = await import('./stock-gateway/apollo-engine.ts');
    return createApolloEngine({ ...options, exposeQueryPlan: config.NODE_ENV === 'development' });
  }
  const planning = {
    choice: config.ROUTER_PLANNER,
    timeoutMs: config.QUERY_PLAN_TIMEOUT_MS,
    memoryMib: config.QUERY_PLANNER_MEMORY_MIB,
  };
  return createServedGraph({ ...options, planning });
}
