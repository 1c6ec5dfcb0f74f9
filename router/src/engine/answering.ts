import { GraphQLError, type GraphQLSchema } from 'graphql';
import { completeAnswer } from './answer/complete.ts';
import { createMeter, type WeightOf } from './answer/meter.ts';
import { createBringing, type Asking, type Brought, type Ready, type TakenEvent } from './bringing.ts';
import { deliverParts, type AnswerPart } from './delivering.ts';
import type { DeferrableStep } from './execution/compile-deferred.ts';
import type { EventSource } from './execution/event-source.ts';
import type { JsonObject } from './execution/json.ts';
import { failedCall, type FetchSubgraph, type SubscribeToSubgraph } from './execution/subgraph-call.ts';

/** A GraphQL response. Without `data` the operation has been refused, and nothing of it was executed. */
export interface Answer {
  readonly data?: JsonObject | null;
  readonly errors?: readonly GraphQLError[];
}

/** The same answer with its data as JSON, which is made faster than an object that is then written. */
export interface WrittenAnswer {
  readonly data?: string;
  readonly errors?: readonly GraphQLError[];
  /** False when something was not as the schema has it, so that the data had to be completed value by value. */
  readonly isWrittenAtOnce?: boolean;
  /** What the values that came cost, where somebody weighs them. */
  readonly cost?: number;
  /** How it was planned, as JSON; absent when it was not. */
  readonly plans?: string;
}

/** One for each event. */
export type Answers = AsyncGenerator<WrittenAnswer, void>;

/** An answer in parts, of which the first is there. */
export interface DeferredAnswer {
  readonly parts: AsyncGenerator<AnswerPart, void>;
  /** What the values that have come up to now cost. */
  readonly cost?: () => number;
  /** How it was planned, as JSON. */
  readonly plans: string;
}

export type Refusal = Required<Pick<Answer, 'errors'>>;

interface Subgraphs<Context> {
  readonly fetch: FetchSubgraph<Context>;
  readonly subscribe?: SubscribeToSubgraph<Context>;
  /** What values cost; without it nobody adds that up. */
  readonly weightOf?: WeightOf;
}

const NO_SUBSCRIPTIONS = refusal('SUBSCRIPTIONS_UNSUPPORTED', 'Subscriptions are not answered here.');

/** Executes what is ready: brings its data, and makes the answer of it. */
export function createAnswering<Context>(schema: GraphQLSchema, subgraphs: Subgraphs<Context>) {
  const { bring, bringFirst } = createBringing(schema, subgraphs.fetch);
  const meter = subgraphs.weightOf && createMeter(schema, subgraphs.weightOf);

  const complete = ({ prepared, data, errors, introspected }: Brought): JsonObject | null => {
    const { shapeOf, selections, rootType } = prepared;
    return completeAnswer({ schema, shapeOf, errors, introspected }, selections, rootType, data);
  };

  const answer = async (asking: Asking<Context>, ready: Ready): Promise<Answer> => {
    const brought = await bring(asking, ready);
    return { data: complete(brought), ...errorsOf(brought) };
  };

  const write = async (asking: Asking<Context>, ready: Ready, event?: TakenEvent): Promise<WrittenAnswer> => {
    const brought = await bring(asking, ready, event);
    const written = brought.prepared.writeAnswer(brought.data, brought.shared);
    const data = written ?? JSON.stringify(complete(brought));
    const cost = meter?.(brought.prepared, brought.data);
    const { plans } = brought.prepared;
    const isWrittenAtOnce = written !== undefined;
    return { data, ...errorsOf(brought), isWrittenAtOnce, plans, ...(cost !== undefined && { cost }) };
  };

  /** What is deferred is under way when this resolves, and ends when nobody wants the parts any more. */
  const deliver = async (
    asking: Asking<Context>,
    ready: Ready,
    deferrable: DeferrableStep,
  ): Promise<DeferredAnswer> => {
    const brought = await bringFirst(asking, ready, deferrable);
    const parts = untilLeft(deliverParts({ ...brought, schema }), brought.leave);
    const { prepared, data } = brought;
    return { parts, plans: prepared.plans, ...(meter !== undefined && { cost: () => meter(prepared, data) }) };
  };

  /** An answer for each event of a subscription, or the one that refuses it. */
  const follow = async (
    asking: Required<Asking<Context>>,
    ready: Ready,
    source: EventSource,
  ): Promise<WrittenAnswer | Answers> => {
    if (subgraphs.subscribe === undefined) return NO_SUBSCRIPTIONS;
    const { context, signal } = asking;
    try {
      const asked = source.request(ready.variables);
      return answers(await subgraphs.subscribe(source.service, asked, { context, signal }));
    } catch (thrown) {
      return { errors: [failedCall(source.service, thrown, [])] };
    }

    async function* answers(events: AsyncIterable<unknown>): Answers {
      try {
        for await (const reply of events) yield await write(asking, ready, { source, reply });
      } catch (thrown) {
        yield { errors: [failedCall(source.service, thrown, [])] };
      }
    }
  };

  return { answer, write, deliver, follow };
}

async function* untilLeft(parts: DeferredAnswer['parts'], leave: () => void): DeferredAnswer['parts'] {
  try {
    yield* parts;
  } finally {
    leave();
  }
}

function errorsOf({ errors: { errors } }: Brought): Pick<Answer, 'errors'> {
  return errors.length === 0 ? {} : { errors };
}

export function refusal(code: string, message: string): Refusal {
  return { errors: [new GraphQLError(message, { extensions: { code } })] };
}
