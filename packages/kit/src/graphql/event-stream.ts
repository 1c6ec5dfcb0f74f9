import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  createSourceEventStream,
  execute,
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { z } from 'zod';
import { requireStorableText } from '../database/storable-text.ts';
import { SERVER_SENT_EVENTS, sendEvents } from './send-events.ts';

export const EVENT_STREAM = 'text/event-stream';

const requestSchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

export interface EventStreamOptions<Context> {
  readonly schema: GraphQLSchema;
  readonly formatError: (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError;
  /** Ends when the server stops: every stream is broken off then, so that its client asks another instance. */
  readonly stopping: AbortSignal;
  /**
   * Makes what makes the context of each event: what loaders have kept for the last one is of yesterday. Throws a
   * GraphQLError to refuse the caller.
   */
  readonly createContexts: () => Promise<() => Context>;
}

/**
 * Answers a subscription by server-sent events. A stream that ends without `complete` was broken off. The next event is
 * asked for when the last one has been taken, and one whose result is that of the last one is not sent.
 */
export async function streamEvents<Context>(
  request: FastifyRequest,
  reply: FastifyReply,
  options: EventStreamOptions<Context>,
): Promise<FastifyReply> {
  const opened = await open(request.body, options);
  const toJson = ({ data, errors }: ExecutionResult) =>
    JSON.stringify({ data, errors: errors?.map((error) => options.formatError(error.toJSON(), error)) });
  if ('errors' in opened) {
    const status = opened.errors[0]?.extensions['http'] as { readonly status?: number } | undefined;
    const json = toJson({ errors: opened.errors });
    return reply
      .code(status?.status ?? 400)
      .type('application/json; charset=utf-8')
      .send(json);
  }
  reply.raw.once('close', () => void opened.source.return?.());
  try {
    await sendEvents(reply, answers(opened, toJson), SERVER_SENT_EVENTS, options.stopping);
  } catch (thrown) {
    options.formatError({ message: 'an event stream failed' }, thrown);
  }
  return reply;
}

/** One whose result is that of the last one is left out. */
async function* answers(
  { source, execute: answer }: Stream,
  toJson: (result: ExecutionResult) => string,
): AsyncGenerator<string, void> {
  let last = '';
  for await (const event of source) {
    const json = toJson(await answer(event));
    if (json !== last) yield json;
    last = json;
  }
}

interface Stream {
  readonly source: AsyncIterableIterator<unknown>;
  readonly execute: (event: unknown) => Promise<ExecutionResult>;
}

type Opened = { readonly errors: readonly GraphQLError[] } | Stream;

async function open<Context>(body: unknown, { schema, createContexts }: EventStreamOptions<Context>): Promise<Opened> {
  try {
    const createContext = await createContexts();
    const read = requestSchema.safeParse(body);
    if (!read.success) return refused('The body must be JSON with a query.');
    const { query, operationName, variables } = read.data;
    const document = parse(query);
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
    requireStorableText(document, variables);
    if (!isSubscription(document, operationName)) return refused('Only a subscription is answered by events.');
    const args = { schema, document, operationName: operationName ?? null, variableValues: variables ?? {} };
    const source = await createSourceEventStream({ ...args, contextValue: createContext() });
    if (!(Symbol.asyncIterator in source)) return { errors: source.errors ?? [] };
    return {
      source: source[Symbol.asyncIterator]() as AsyncIterableIterator<unknown>,
      execute: async (rootValue) => execute({ ...args, rootValue, contextValue: createContext() }),
    };
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return { errors: [thrown] };
    throw thrown;
  }
}

function isSubscription(document: DocumentNode, name: string | null | undefined): boolean {
  return getOperationAST(document, name)?.operation === OperationTypeNode.SUBSCRIPTION;
}

function refused(message: string): Opened {
  return { errors: [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })] };
}
