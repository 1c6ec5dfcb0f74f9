import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from '@galleria/kit/logger';
import { createErrorMask } from '../policy/error-masking.ts';
import { limitObjects } from '../policy/object-limit.ts';
import { operationLimitsRule, type OperationLimits } from '../policy/operation-limits.ts';
import type { RequestContext } from '../request-context.ts';
import type { SubgraphClients } from '../subgraphs/subgraph-clients.ts';
import { createSubgraphDataSource } from '../subgraphs/subgraph-data-source.ts';
import type { SupergraphSource } from '../supergraph/supergraph-source.ts';
import { reportInvalidAnswers } from './invalid-answers.ts';

export interface ApolloEngineOptions {
  readonly supergraph: SupergraphSource;
  readonly clients: SubgraphClients;
  readonly logger: Logger;
  readonly limits: OperationLimits;
  readonly maxTokens: number;
  /** How many objects the answer to one operation could hold at most. */
  readonly maxObjects: number;
  readonly queryPlanCacheMib: number;
  /** Whether a client that asks for it may see the query plan. */
  readonly exposeQueryPlan: boolean;
  /** The subgraph that gets the session of a browser. */
  readonly sessionService: string;
}

/** The stock gateway behind Apollo Server, started; nothing of it calls home. Throws when the supergraph is not one. */
export async function createApolloEngine(options: ApolloEngineOptions): Promise<ApolloServer<RequestContext>> {
  const { logger } = options;
  // What the gateway has to say when all goes well is of no interest to an operator.
  const quietLogger = {
    debug: (text: string) => logger.debug(text),
    info: (text: string) => logger.debug(text),
    warn: (text: string) => logger.warn(text),
    error: (text: string) => logger.error(text),
  };
  disableTelemetry();
  const gateway = new ApolloGateway({
    supergraphSdl: async ({ update }) => followSupergraph(options, update),
    logger: quietLogger,
    experimental_approximateQueryPlanStoreMiB: options.queryPlanCacheMib,
    __exposeQueryPlanExperimental: options.exposeQueryPlan,
    buildService: ({ name }) =>
      createSubgraphDataSource({
        name,
        client: () => options.clients.byName(name),
        logger,
        keepsSessions: name === options.sessionService,
      }),
  });
  const server = new ApolloServer<RequestContext>({
    gateway,
    logger: quietLogger,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: options.maxTokens },
    validationRules: [operationLimitsRule(options.limits)],
    formatError: createErrorMask(logger),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      limitObjects(options.maxObjects),
      reportInvalidAnswers(logger),
      noteOutcome(),
      showTrace(),
    ],
  });
  await server.start();
  return server;
}

/** Notes each operation's name and error codes for the access log. */
function noteOutcome(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ operationName, response, contextValue: { outcome } }) => {
        outcome.operation = operationName ?? 'anonymous';
        const errors = response.body.kind === 'single' ? response.body.singleResult.errors : undefined;
        if (errors !== undefined) outcome.errors = errors.map(({ extensions }) => String(extensions?.['code']));
      },
    }),
  };
}

/** Shows the calls of a request that has a trace, in the order in which they ended. */
function showTrace(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue: { trace } }) => {
        if (trace === null || response.body.kind !== 'single') return;
        const result = response.body.singleResult;
        result.extensions = { ...result.extensions, trace: trace.calls };
      },
    }),
  };
}

/**
 * Gives the gateway each new supergraph while it serves the old one. It throws on one that it cannot read, and keeps
 * the old. The clients come last: of those that the old one needs none may go before.
 */
function followSupergraph({ supergraph, clients }: ApolloEngineOptions, update: (sdl: string) => void) {
  supergraph.follow((next) => {
    update(next.sdl);
    clients.use(next.subgraphs);
  });
  return { supergraphSdl: supergraph.current.sdl, cleanup: async () => supergraph.stop() };
}

/**
 * The gateway's constructor starts an exporter that asks cloud metadata services where it runs and reports to Apollo
 * every hour, unless this variable is set; no option turns it off.
 */
function disableTelemetry(): void {
  // eslint-disable-next-line no-restricted-properties -- the gateway reads it from nowhere else
  process.env['APOLLO_TELEMETRY_DISABLED'] = '1';
}
