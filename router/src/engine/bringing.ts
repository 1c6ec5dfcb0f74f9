import { OperationTypeNode, type GraphQLSchema } from 'graphql';
import { introspect } from './answer/introspection.ts';
import type { DeferrableStep } from './execution/compile-deferred.ts';
import { startDeferrable, type DeferredRuns } from './execution/deferred-runs.ts';
import { createErrorLog, type ErrorLog } from './execution/error-log.ts';
import type { EventSource } from './execution/event-source.ts';
import type { JsonObject } from './execution/json.ts';
import type { Run } from './execution/run.ts';
import type { FetchSubgraph } from './execution/subgraph-call.ts';
import type { AcceptedOperation } from './operation/accept.ts';
import type { PreparedOperation } from './operation/prepare.ts';

/** An operation that can be executed. */
export interface Ready {
  readonly accepted: AcceptedOperation;
  readonly prepared: PreparedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** On whose behalf, and until when. */
export interface Asking<Context> {
  readonly context: Context;
  readonly signal?: AbortSignal;
}

/** What a subgraph has sent for one event of a subscription. */
export interface TakenEvent {
  readonly source: EventSource;
  readonly reply: unknown;
}

/** What has come of an operation, before it is an answer. */
export interface Brought {
  readonly prepared: PreparedOperation;
  readonly data: JsonObject;
  readonly shared: ReadonlySet<unknown>;
  readonly errors: ErrorLog;
  readonly introspected: Readonly<Record<string, unknown>> | null | undefined;
}

/** The same for what comes first; what is deferred is under way until `leave` is called. */
export interface BroughtFirst extends Brought {
  readonly runs: DeferredRuns;
  readonly leave: () => void;
}

/** Brings the data of what is ready. */
export function createBringing<Context>(schema: GraphQLSchema, fetchSubgraph: FetchSubgraph<Context>) {
  return {
    bring: async (asking: Asking<Context>, ready: Ready, event?: TakenEvent): Promise<Brought> => {
      const run = runOf(asking, ready);
      event?.source.take(run, event.reply);
      await ready.prepared.step(run);
      return broughtBy(run, ready);
    },
    bringFirst: async (asking: Asking<Context>, ready: Ready, deferrable: DeferrableStep): Promise<BroughtFirst> => {
      const left = new AbortController();
      const signal = asking.signal === undefined ? left.signal : AbortSignal.any([asking.signal, left.signal]);
      const run = runOf({ ...asking, signal }, ready);
      const runs = startDeferrable(deferrable, run, signal);
      await runs.primary;
      return { ...broughtBy(run, ready), runs, leave: () => left.abort() };
    },
  };

  function runOf({ context, signal }: Asking<Context>, { accepted, prepared, variables }: Ready): Run {
    const { operation } = accepted.operation;
    const isForQuery = operation === OperationTypeNode.QUERY;
    const fetch: Run['fetch'] = (service, asked, rest) =>
      fetchSubgraph(service, asked, { ...rest, context, isForQuery });
    const isMutation = operation === OperationTypeNode.MUTATION;
    const { clientPath, sharesEntities } = prepared;
    const given = { variables, clientPath, sharesEntities, fetch, signal: isMutation ? undefined : signal };
    return { data: {}, shared: new Set(), errors: createErrorLog(), startedAt: performance.now(), ...given };
  }

  function broughtBy({ data, shared, errors }: Run, { accepted, prepared, variables }: Ready): Brought {
    const { data: introspected, errors: untold = [] } = introspect(schema, accepted, variables);
    for (const error of untold) errors.add(error);
    return { prepared, data, shared, errors, introspected };
  }
}
