import { registerGraphqlRoute } from '@galleria/kit/graphql/graphql-route';
import { createHttpServer } from '@galleria/kit/process/http-server';
import type { Logger } from '@galleria/kit/logger';
import { createViewerSigner } from '@galleria/kit/graphql/viewer';
import type { FastifyInstance } from 'fastify';
import type { RouterConfig } from './config.ts';
import { createApolloEngine } from './engine/apollo-engine.ts';
import { registerAccessLog } from './http/access-log.ts';
import { registerCors } from './http/cors.ts';
import { registerGraphqlErrors } from './http/graphql-errors.ts';
import { registerLandingPage } from './http/landing-page.ts';
import { registerReadyRoute } from './http/ready-route.ts';
import { createViewerContext } from './http/viewer-context.ts';
import { createAuthentication } from './policy/authentication.ts';
import { createSubgraphClients } from './subgraphs/subgraph-clients.ts';
import { createSubgraphReadiness } from './subgraphs/subgraph-readiness.ts';
import { createSupergraphSource, type SupergraphText } from './supergraph/supergraph-source.ts';

export interface RouterOptions {
  readonly config: Omit<RouterConfig, 'SUPERGRAPH_FILE'>;
  readonly logger: Logger;
  /** The text of supergraph.graphql, and of those that replace it. */
  readonly supergraph: SupergraphText;
  /** How long an unknown key id is not looked up again; tests shorten it. */
  readonly keyCooldownMs?: number;
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
  const supergraph = createSupergraphSource({ text, urls: config.SUBGRAPH_URLS, logger });
  const clients = createSubgraphClients({ timeoutMs: config.SUBGRAPH_TIMEOUT_MS, logger });
  clients.use(supergraph.current.subgraphs);
  const engine = await createApolloEngine({
    supergraph,
    clients,
    logger,
    maxTokens: config.LIMIT_TOKENS,
    limits: {
      depth: config.LIMIT_DEPTH,
      aliases: config.LIMIT_ALIASES,
      rootFields: config.LIMIT_ROOT_FIELDS,
      selections: config.LIMIT_SELECTIONS,
    },
    maxObjects: config.LIMIT_OBJECTS,
    queryPlanCacheMib: config.QUERY_PLAN_CACHE_MIB,
    exposeQueryPlan: config.NODE_ENV === 'development',
    sessionService: config.SESSION_SERVICE,
  });
  const app = createHttpServer({ logger, trustedProxies: config.TRUSTED_PROXIES });
  const accessLog = registerAccessLog(app, logger);
  const viewerContext = createViewerContext({
    authenticate: createAuthentication({
      jwksUrl: new URL(config.JWKS_URL),
      issuer: config.TOKEN_ISSUER,
      audience: config.TOKEN_AUDIENCE,
      logger,
      ...(keyCooldownMs === undefined ? {} : { keyCooldownMs }),
    }),
    signViewer: createViewerSigner({ secret: config.VIEWER_SIGNING_SECRET, signedBy: 'router' }),
    accessLog,
    exposeTrace: config.NODE_ENV === 'development',
  });
  await registerCors(app, config.ALLOWED_ORIGINS);
  registerGraphqlErrors(app, logger);
  registerReadyRoute(
    app,
    createSubgraphReadiness(() => supergraph.current.subgraphs),
  );
  registerLandingPage(app, config.LANDING_PAGE_FOLDER);
  registerGraphqlRoute(app, engine, viewerContext);
  app.addHook('onClose', async () => {
    await engine.stop();
    await clients.stop();
  });
  return app;
}
