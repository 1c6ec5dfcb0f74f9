import { OperationTypeNode, type GraphQLError, type GraphQLSchema, type ValidationRule } from 'graphql';
import type { Planner, PlannerName } from '../plan/planner.ts';
import {
  createAnswering,
  refusal,
  type Answer,
  type Answers,
  type DeferredAnswer,
  type Refusal,
  type WrittenAnswer,
} from './answering.ts';
import type { WeightOf } from './answer/meter.ts';
import { createDenials } from './authorization/denials.ts';
import type { Authorize } from './authorization/rights.ts';
import type { Ready } from './bringing.ts';
import { openGraph } from './graph/graph.ts';
import { createOperations } from './operation/operations.ts';
import type { Admit, OperationRequest } from './operation-request.ts';
import { createPreparing } from './preparing.ts';
import type { FetchSubgraph, SubscribeToSubgraph } from './execution/subgraph-call.ts';

export interface EngineOptions<Context> {
  /** The text of supergraph.graphql. */
  readonly supergraph: string;
  /** Plans operations on this supergraph. */
  readonly planner: Planner;
  readonly fetch: FetchSubgraph<Context>;
  /** Without it subscriptions are refused. */
  readonly subscribe?: SubscribeToSubgraph<Context>;
  /** Rules that a document must keep before it is validated; without any, a small document can cost minutes. */
  readonly limits?: readonly ValidationRule[];
  readonly maxTokens?: number;
  /** Looks at each operation and its variables before it is executed. Throws a GraphQLError to refuse it. */
  readonly admit?: Admit<Context>;
  /** Finds out what a viewer may, for an operation of which something requires rights; without it nobody has any. */
  readonly authorize?: Authorize<Context>;
  /** What the values of an answer cost; without it nobody adds that up. */
  readonly weightOf?: WeightOf;
  /** How long one operation may be planned. */
  readonly planTimeoutMs?: number;
  /** What documents and plans that are kept for the next time may take, about. */
  readonly cacheBytes?: number;
}

export interface SubscriptionRequest<Context> extends OperationRequest<Context> {
  readonly signal: AbortSignal;
  readonly takesParts?: boolean;
}

export interface Engine<Context> {
  /** What clients see of the graph. */
  readonly schema: GraphQLSchema;
  readonly planner: PlannerName;
  execute(request: OperationRequest<Context>): Promise<Answer>;
  /** Executes the same, and gives the text. */
  write(request: OperationRequest<Context>): Promise<WrittenAnswer>;
  /**
   * The same, in parts where something is deferred. Only this method defers: to others, what is deferred is a part of
   * the whole, and so it is here where nobody plans it otherwise. Whoever takes parts has to take all, or end them.
   */
  deliver(request: OperationRequest<Context>): Promise<WrittenAnswer | DeferredAnswer>;
  /**
   * Follows a subscription: an answer for each event, until the signal ends; or the answer that refuses it. Any other
   * operation is executed; in parts, as `deliver` does it, for a client that takes these as well.
   */
  subscribe(request: SubscriptionRequest<Context>): Promise<WrittenAnswer | DeferredAnswer | Answers>;
  /**
   * Accepts and plans an operation before anybody asks it, as it is when clients give no variables. Gives what is wrong
   * with it, or why there is no plan.
   */
  warm(query: string, operationName?: string): Promise<readonly GraphQLError[]>;
}

const NEEDS_A_STREAM = refusal(
  'SUBSCRIPTION_NEEDS_A_STREAM',
  'A subscription is answered by events: ask by WebSocket, or with text/event-stream or multipart/mixed in Accept.',
);

const DEFAULTS = { maxTokens: 10_000, planTimeoutMs: 10_000, cacheBytes: 50 * 1_048_576 };

/**
 * Answers operations on a supergraph from its subgraphs; docs/engine.md follows one of them through these files.
 * Throws for a text that is no supergraph, or one that uses what the engine does not enforce.
 */
export function createEngine<Context>(options: EngineOptions<Context>): Engine<Context> {
  const { maxTokens, planTimeoutMs, cacheBytes, limits = [] } = { ...DEFAULTS, ...options };
  const graph = openGraph(options.supergraph, options.planner);
  const { schema } = graph;
  const operations = createOperations(graph, { schema, maxTokens, limits }, { cacheBytes, planTimeoutMs });
  const denials = createDenials(schema, graph.requirements, options.authorize);
  const { prepare, warm } = createPreparing(graph, operations, { admit: options.admit, denials });
  const { answer, write, deliver, follow } = createAnswering(schema, options);
  const inParts = async (request: OperationRequest<Context>, ready: Ready) => {
    const { deferrable } = ready.prepared;
    return deferrable === undefined ? write(request, ready) : deliver(request, ready, deferrable);
  };

  return {
    schema,
    planner: graph.planner.name,
    execute: (request) => answerOnce(request, answer),
    write: (request) => answerOnce(request, write),
    deliver: (request) => answerOnce(request, inParts, true),
    subscribe: async (request) => {
      const ready = await prepare(request, request.takesParts);
      if ('errors' in ready) return ready;
      const { source } = ready.prepared;
      return source === undefined ? inParts(request, ready) : follow(request, ready, source);
    },
    warm,
  };

  async function answerOnce<Given>(
    request: OperationRequest<Context>,
    give: (request: OperationRequest<Context>, ready: Ready) => Promise<Given>,
    takesParts = false,
  ): Promise<Given | Refusal> {
    const ready = await prepare(request, takesParts);
    if ('errors' in ready) return ready;
    return ready.accepted.operation.operation === OperationTypeNode.SUBSCRIPTION
      ? NEEDS_A_STREAM
      : give(request, ready);
  }
}
