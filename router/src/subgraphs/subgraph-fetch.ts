import { CLIENT_ADDRESS_HEADER } from '@galleria/kit/graphql/viewer';
import type { EntityCache } from '../caching/entity-cache.ts';
import type { RequestContext, SubgraphCall } from '../request-context.ts';
import { createAsking, type AskingOptions, type SubgraphRequest, type SubgraphResponse } from './ask-subgraph.ts';
import { responsePaths } from './response-paths.ts';

export interface SubgraphFetchOptions extends AskingOptions {
  /** Undefined where none is kept. */
  readonly entityCache: EntityCache | undefined;
}

export interface SubgraphFetchContext {
  readonly context: Partial<RequestContext>;
  readonly isMutation: boolean;
  /** Whether a call that was begun a moment ago tells as much. */
  readonly mayShare: boolean;
  readonly signal?: AbortSignal | undefined;
  /** When the operation began, on the clock of `performance.now`; undefined where its time is not limited. */
  readonly startedAt?: number | undefined;
  /** Where in the response the entities stand that the call is about; empty for a call about none. */
  readonly place: () => readonly (string | number)[];
  /** Where it is about entities, all of one kind: the variable that takes them, and the response key of what comes. */
  readonly entities?: { readonly variable: string; readonly responseKey: string } | undefined;
}

/**
 * Calls subgraphs for an engine: with the signed viewer and what joins logs and traces, with the client's address where
 * it changes something, and nothing else of the client's request. Rejects with `SUBGRAPH_UNAVAILABLE` as the cause when
 * no GraphQL response arrives, and with `SUBGRAPH_OVERLOADED` when it was not even asked for one.
 */
export function createSubgraphFetch({ entityCache, ...options }: SubgraphFetchOptions) {
  const { sessionService, sharing } = options;
  const ask = createAsking(options);
  return async (service: string, request: SubgraphRequest, call: SubgraphFetchContext): Promise<SubgraphResponse> => {
    const { context, isMutation, mayShare, entities, signal, startedAt } = call;
    const keepsSessions = service === sessionService;
    const asked = { context, isMutation, mayShare, told: await toldOf(call, keepsSessions), signal, startedAt };
    const calledAt = performance.now();
    const note = (ok: boolean) => context.trace?.calls.push(callOf(service, request, call, calledAt, ok));
    const mayBeKept = mayShare && !keepsSessions && context.viewer === null;
    try {
      const { response, cacheControl } =
        entityCache !== undefined && entities !== undefined && mayBeKept
          ? await entityCache.answer({ service, ...request, ...entities }, (variables) =>
              // Others may wait for it, too.
              ask(service, { ...request, variables }, { ...asked, signal: undefined }),
            )
          : await ask(service, request, asked);
      const isWhole = response.errors === undefined || response.errors.length === 0;
      note(isWhole);
      context.caching?.restrict(isWhole && !isMutation ? cacheControl : undefined);
      return response;
    } catch (thrown) {
      note(false);
      context.caching?.restrict(undefined);
      throw thrown;
    } finally {
      if (isMutation) sharing?.calls.forget();
    }
  };
}

/** All that tells one call of a service from another, beside its body. */
async function toldOf(
  { context, isMutation }: SubgraphFetchContext,
  keepsSessions: boolean,
): Promise<Record<string, string>> {
  const { viewerHeaders, clientAddress, session } = context;
  return {
    'content-type': 'application/json',
    ...(await viewerHeaders?.()),
    ...(isMutation && clientAddress !== undefined && { [CLIENT_ADDRESS_HEADER]: clientAddress }),
    ...(keepsSessions && session?.headers),
  };
}

export type SubgraphFetch = ReturnType<typeof createSubgraphFetch>;

function callOf(
  service: string,
  { query }: SubgraphRequest,
  { place }: SubgraphFetchContext,
  calledAt: number,
  ok: boolean,
): SubgraphCall {
  const ms = Math.round((performance.now() - calledAt) * 10) / 10;
  return { service, ms, ok, paths: responsePaths(query, place()) };
}
