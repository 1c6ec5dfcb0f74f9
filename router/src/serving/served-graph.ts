import type { Logger } from '@galleria/kit/logger';
import { GraphQLError } from 'graphql';
import type { Answers, DeferredAnswer, WrittenAnswer } from '../engine/answering.ts';
import type { Engine } from '../engine/engine.ts';
import type { AnswerInParts, EngineAnswer, GraphEngine, OperationRequest } from '../graph-engine.ts';
import type { PlannerProcesses } from '../plan/process/planner-processes.ts';
import { createErrorMask } from '../policy/error-masking.ts';
import type { RequestContext } from '../request-context.ts';
import type { SupergraphSource } from '../supergraph/supergraph-source.ts';
import { noteCost, toEngineAnswer, toPartText, type ErrorMask } from './answer-texts.ts';
import { startGraphPlanner } from './graph-planner.ts';
import { openEngine, type OpenEngineOptions, type ServedContext } from './open-engine.ts';
import type { PersistedOperation } from './persisted-operations.ts';
import { createPersistedQueries, type PersistedQueries } from './persisted-queries.ts';
import { lifeOf, tokenExpired, type Life } from './stream-life.ts';
import { createStreamPlaces, type StreamLimits } from './stream-places.ts';
import { describeRefused, warmUp, type RefusedOperations } from './warm-up.ts';

export interface ServedGraphOptions extends OpenEngineOptions {
  readonly supergraph: SupergraphSource;
  readonly logger: Logger;
  /** What clients were built with: planned before anybody asks, and a new graph that breaks one is refused. */
  readonly persistedOperations: readonly PersistedOperation[];
  readonly allowedOperations: 'any' | 'persisted';
  /** What queries that clients teach by their hash may take, about; with 0 none is learned. */
  readonly persistedQueryCacheMib: number;
  /** How many subscriptions may be followed at a time. */
  readonly streams: StreamLimits;
}

const MIB = 1_048_576;

interface Served {
  readonly engine: Engine<ServedContext>;
  readonly planner: PlannerProcesses;
  /** What this graph refuses of the persisted operations, by id. */
  readonly refused: RefusedOperations;
}

/**
 * The graph that clients see, on an engine of ours, with this router's limits and masking. Rejects for a supergraph
 * that the engine or its planner refuses; a later one that is refused leaves the one before in its place.
 */
export async function createServedGraph(options: ServedGraphOptions): Promise<GraphEngine> {
  const { supergraph, logger } = options;
  const mask = createErrorMask(logger);
  const { textOf, learn } = persistedQueriesOf(options);
  const places = createStreamPlaces(options.streams);
  let served = await openServed(supergraph.current.sdl, options);
  if (served.refused.size > 0) {
    logger.error({ operations: describeRefused(served.refused) }, 'the graph refuses persisted operations');
  }
  let isStopped = false;
  supergraph.follow(async ({ sdl }) => {
    const next = await openServed(sdl, options);
    if (isStopped) next.planner.stop();
    refuseToBreak(served, next);
    return () => {
      served.planner.retire();
      served = next;
    };
  });
  return {
    execute: async (operation, context) => {
      const request = requestOf(operation, { ...context, takePlace: () => undefined });
      if ('errors' in request) return toEngineAnswer(request, context, mask);
      return toEngineAnswer(learn(operation, await served.engine.write(request)), context, mask);
    },
    deliver: async (operation, context) => {
      const request = requestOf(operation, { ...context, takePlace: () => undefined });
      if ('errors' in request) return toEngineAnswer(request, context, mask);
      return inParts(learn(operation, await served.engine.deliver(request)), context, mask);
    },
    follow: async (operation, given, takesParts = false) => {
      const life = lifeOf(given);
      // What a subscription calls is seen for each event by nobody: it would only grow.
      const takePlace = () => life.whenOver(places.take(given));
      const context = { ...given, trace: null, signal: life.signal, takePlace };
      const request = requestOf(operation, context);
      try {
        const answer =
          'errors' in request ? request : learn(operation, await served.engine.subscribe({ ...request, takesParts }));
        if (Symbol.asyncIterator in answer) return texts(answer, context, { life, mask });
        life.end();
        return inParts(answer, context, mask);
      } catch (thrown) {
        life.end();
        throw thrown;
      }
    },
    stop: async () => {
      isStopped = true;
      supergraph.stop();
      served.planner.stop();
    },
  };

  function requestOf(operation: OperationRequest, context: ServedContext) {
    const query = textOf(operation);
    context.outcome.operation = operation.operationName ?? 'anonymous';
    return query instanceof GraphQLError
      ? { errors: [query] }
      : { ...operation, query, context, signal: context.signal };
  }
}

function persistedQueriesOf(options: ServedGraphOptions): PersistedQueries {
  return createPersistedQueries({
    operations: options.persistedOperations,
    allowed: options.allowedOperations,
    cacheBytes: options.persistedQueryCacheMib * MIB,
  });
}

/** Each part as it comes, for an answer in parts. */
function inParts(
  answer: WrittenAnswer | DeferredAnswer,
  context: RequestContext,
  mask: ErrorMask,
): EngineAnswer | AnswerInParts {
  if (!('parts' in answer)) return toEngineAnswer(answer, context, mask);
  const { parts, cost, plans } = answer;
  return { parts: partTexts() };

  async function* partTexts(): AsyncGenerator<string, void> {
    for await (const part of parts) {
      if (!part.hasNext) noteCost(context.outcome, cost?.());
      yield toPartText(part, context, mask, plans);
      if (context.signal.aborted) return;
    }
  }
}

/** Of a subscription, until its life is over. */
async function* texts(
  answers: Answers,
  context: RequestContext,
  { life, mask }: { readonly life: Life; readonly mask: ErrorMask },
): AsyncGenerator<string, void> {
  try {
    for await (const answer of answers) yield toEngineAnswer(answer, context, mask).json;
    if (life.isExpired()) yield toEngineAnswer({ errors: [tokenExpired()] }, context, mask).json;
  } finally {
    life.end();
  }
}

async function openServed(sdl: string, options: ServedGraphOptions): Promise<Served> {
  const planner = await startGraphPlanner(sdl, options.planning, options.logger);
  try {
    const engine = openEngine(sdl, planner, options);
    return { planner, engine, refused: await warmUp(engine, options.persistedOperations) };
  } catch (thrown) {
    planner.stop();
    throw thrown;
  }
}

/** What was asked before has to be answered afterwards: a client that is out in the world does not change. */
function refuseToBreak(before: Served, next: Served): void {
  const broken = new Map([...next.refused].filter(([id]) => !before.refused.has(id)));
  if (broken.size === 0) return;
  next.planner.stop();
  throw new Error(`it breaks persisted operations: ${describeRefused(broken).join('; ')}`);
}
