import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@galleria/kit/logger';
import { GraphQLError } from 'graphql';
import { routerErrors } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import type { SubgraphRequest } from './ask-subgraph.ts';
import { readEventStream } from './event-stream-reader.ts';
import { createSharedStreams, type SharedStreams } from './shared-streams.ts';
import { SubgraphUnreachable } from './subgraph-unreachable.ts';
import type { SubgraphClients } from './subgraph-clients.ts';

export interface SubgraphStreams extends Pick<SharedStreams, 'size'> {
  /**
   * Follows a subscription of a subgraph. It is opened again, at whatever instance there is, when it is broken off: a
   * subgraph's first event says what there is, so that nothing is missed over it. Clients that are the same viewer and
   * ask the same share one. Rejects when it cannot be had at first, or is refused.
   */
  readonly subscribe: (
    service: string,
    request: SubgraphRequest,
    call: { readonly context: RequestContext; readonly signal: AbortSignal },
  ) => Promise<AsyncIterable<unknown>>;
}

const AGAIN = { firstMs: 100, maxMs: 2_000 };

export function createSubgraphStreams(options: {
  readonly clients: SubgraphClients;
  readonly logger: Logger;
  /** Called before anybody hears of an event. */
  readonly onEvent: () => void;
}): SubgraphStreams {
  const { clients, logger, onEvent } = options;
  const shared = createSharedStreams();
  return {
    subscribe: async (service, request, { context, signal }) => {
      const { query, variables, operationName } = request;
      const body = JSON.stringify({ query, variables, operationName });
      const key = JSON.stringify([service, context.viewer, body]);
      const open = (ending: AbortSignal) => openStream(clients, { service, body, context, signal: ending });
      const texts = await shared.join(key, signal, (ending) => lasting(ending, open, { service, logger, onEvent }));
      return parsed(texts);
    },
    get size() {
      return shared.size;
    },
  };
}

/** Each follower gets objects of its own: what the rest of the graph adds is written into them. */
async function* parsed(texts: AsyncIterable<string>): AsyncGenerator<unknown, void> {
  for await (const text of texts) yield JSON.parse(text) as unknown;
}

type Open = (signal: AbortSignal) => Promise<AsyncIterable<string>>;

/** A stream that is opened again when it breaks. */
async function lasting(
  signal: AbortSignal,
  open: Open,
  about: { readonly service: string; readonly logger: Logger; readonly onEvent: () => void },
): Promise<AsyncIterable<string>> {
  const { service, logger, onEvent } = about;
  try {
    return follow(await open(signal));
  } catch (thrown) {
    if (!(thrown instanceof SubgraphUnreachable)) throw thrown;
    logger.error({ err: thrown, service }, 'a subscription cannot be opened');
    const error = routerErrors.SUBGRAPH_UNAVAILABLE({ service });
    throw new GraphQLError(error.message, { originalError: error });
  }

  async function* follow(first: AsyncIterable<string>): AsyncGenerator<string, void> {
    let last: string | undefined;
    for (let texts = first, failures = 0; !signal.aborted;) {
      try {
        for await (const text of texts) {
          failures = 0;
          onEvent();
          // What a stream that was opened again begins with is often what there was.
          if (text !== last) yield text;
          last = text;
        }
        return;
      } catch (thrown) {
        if (!(thrown instanceof SubgraphUnreachable)) throw thrown;
        if (signal.aborted) return;
        failures += 1;
        const level = failures === 1 ? 'info' : 'debug';
        logger[level]({ service, reason: thrown.message }, 'a subscription was broken off, and is opened again');
      }
      const delayMs = Math.min(AGAIN.maxMs, AGAIN.firstMs * 2 ** (failures - 1));
      await sleep(delayMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      texts = opening(() => open(signal));
    }
  }
}

/** A stream whose opening is part of it. */
async function* opening(open: () => Promise<AsyncIterable<string>>): AsyncGenerator<string, void> {
  yield* await open();
}

async function openStream(
  clients: SubgraphClients,
  call: {
    readonly service: string;
    readonly body: string;
    readonly context: RequestContext;
    readonly signal: AbortSignal;
  },
): Promise<AsyncIterable<string>> {
  const { service, body, context, signal } = call;
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    ...context.joiningHeaders,
    ...(await context.viewerHeaders()),
  };
  const { status, mediaType, chunks } = await clients.byName(service).stream(body, headers, signal);
  if (status === 200 && mediaType === 'text/event-stream') return readEventStream(chunks);
  throw await refusalOf(status, chunks);
}

/** Why a subgraph refuses: its own words where it has some; a 5xx is the fault of an instance. */
async function refusalOf(status: number, chunks: AsyncIterable<Uint8Array>): Promise<Error> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  if (status >= 500) return new SubgraphUnreachable(`answered ${status}`);
  const [error] = readErrors(Buffer.concat(parts).toString('utf8'));
  if (status === 401 || error === undefined) return new Error(`the subgraph refused a subscription with ${status}`);
  return new GraphQLError(error.message, { extensions: error.extensions ?? {} });
}

interface RefusalError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

function readErrors(text: string): readonly RefusalError[] {
  try {
    const { errors } = JSON.parse(text) as { readonly errors?: unknown };
    return Array.isArray(errors) ? (errors as RefusalError[]).filter(({ message }) => typeof message === 'string') : [];
  } catch {
    return [];
  }
}
