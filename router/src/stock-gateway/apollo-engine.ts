import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, HeaderMap, type ApolloServerPlugin, type GraphQLResponse } from '@apollo/server';
import type { Logger } from '@galleria/kit/logger';
import { GraphQLError, Kind, type DocumentNode } from 'graphql';
import { refuseChangeByGet } from '../policy/change-by-get.ts';
import { createErrorMask } from '../policy/error-masking.ts';
import { operationLimitsRule, type OperationLimits } from '../policy/operation-limits.ts';
import type { EngineAnswer, GraphEngine } from '../graph-engine.ts';
import type { RequestContext } from '../request-context.ts';
import type { SubgraphFetch } from '../subgraphs/subgraph-fetch.ts';
import { createSubgraphDataSource } from './subgraph-data-source.ts';
import type { SupergraphSource } from '../supergraph/supergraph-source.ts';
import { limitObjects } from './object-limit.ts';
import { disableTelemetry, withoutExtras } from './quiet-apollo.ts';
import { reportInvalidAnswers } from './invalid-answers.ts';

export interface ApolloEngineOptions {
  readonly supergraph: SupergraphSource;
  readonly logger: Logger;
  readonly limits: OperationLimits;
  readonly maxTokens: number;
  /** How many objects the answer to one operation could hold at most. */
  readonly maxObjects: number;
  readonly queryPlanCacheMib: number;
  /** With 0 no query is learned by its hash; how much they may take else, Apollo Server decides. */
  readonly persistedQueryCacheMib: number;
  /** Whether a client that asks for it may see the query plan. */
  readonly exposeQueryPlan: boolean;
  readonly fetch: SubgraphFetch;
}

/** The stock gateway behind Apollo Server, started; nothing of it calls home. Throws when the supergraph is not one. */
export async function createApolloEngine(options: ApolloEngineOptions): Promise<GraphEngine> {
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
    buildService: ({ name }) => createSubgraphDataSource(name, options.fetch),
  });
  const server = new ApolloServer<RequestContext>({
    gateway,
    logger: quietLogger,
    introspection: true,
    ...(options.persistedQueryCacheMib === 0 && { persistedQueries: false as const }),
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: options.maxTokens },
    validationRules: [operationLimitsRule(options.limits)],
    formatError: createErrorMask(logger),
    plugins: [
      ...withoutExtras(),
      requireOperation(),
      limitObjects(options.maxObjects),
      reportInvalidAnswers(logger),
      noteOutcome(),
      showTrace(),
    ],
  });
  await server.start();
  const execute: GraphEngine['execute'] = async ({ extensions, ...operation }, contextValue) => {
    // It would refuse a text for the hash beside it, where it learns none.
    const isByText = options.persistedQueryCacheMib === 0 && operation.query !== undefined;
    const asked = isByText || extensions === undefined ? operation : { ...operation, extensions };
    return toAnswer(await server.executeOperation(asked, { contextValue }));
  };
  return {
    execute,
    // It knows no @defer, and refuses subscriptions.
    deliver: execute,
    follow: execute,
    stop: () => server.stop(),
  };
}

function toAnswer({ http, body }: GraphQLResponse): EngineAnswer {
  if (body.kind !== 'single') throw new Error('The stock gateway answers as a whole.');
  const { errors, data, extensions } = body.singleResult;
  // What 400 says is that it is a refusal: whether HTTP says so, too, is a matter of the client's media type.
  const status = http.status === 400 ? undefined : http.status;
  return {
    json: JSON.stringify({ errors, data, extensions }),
    isRefusal: data === undefined,
    ...(status === undefined ? {} : { status }),
    headers: http.headers,
  };
}

/** Refuses changes by GET, and what names no operation of its document: the gateway takes that for its own fault. */
function requireOperation(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, contextValue }) => {
        if (operation === undefined) throw noOperation(document);
        refuseChangeByGet(operation, contextValue.onlyQueries);
      },
    }),
  };
}

function noOperation({ definitions }: DocumentNode): GraphQLError {
  const names = definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map(({ name }) => name?.value ?? 'one without a name');
  return new GraphQLError(
    `operationName must name an operation of the document, which has ${names.join(', ') || 'none'}.`,
    { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400, headers: new HeaderMap() } } },
  );
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

/** Gives the gateway each new supergraph while it serves the old one. It throws on one that it cannot read. */
function followSupergraph({ supergraph }: ApolloEngineOptions, update: (sdl: string) => void) {
  supergraph.follow(
    async ({ sdl }) =>
      () =>
        update(sdl),
  );
  return { supergraphSdl: supergraph.current.sdl, cleanup: async () => supergraph.stop() };
}
