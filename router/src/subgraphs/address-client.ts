import type { IncomingHttpHeaders } from 'node:http';
import { REMAINING_HEADER } from '@galleria/kit/deadline';
import { Pool, type Dispatcher } from 'undici';
import { SubgraphUnreachable } from './subgraph-unreachable.ts';

export interface SubgraphAnswer {
  readonly status: number;
  readonly body: string;
  readonly setCookies: readonly string[];
  readonly cacheControl: string | undefined;
}

/** How an address of a subgraph is called: over HTTP. */
export interface AddressClient {
  /**
   * Posts a JSON body, once, and tells how long somebody waits for the answer. Rejects with `SubgraphUnreachable` when
   * no whole answer arrives in time, over HTTP or at all. When `signal` ends, so does the call.
   */
  post(body: string, headers: Readonly<Record<string, string>>, patience: Patience): Promise<SubgraphAnswer>;
  /**
   * Posts a JSON body whose answer has no end of its own: resolves when it begins. Its parts throw when the connection
   * breaks, or says nothing for 45 s. Rejects with `SubgraphUnreachable`. When `signal` ends, so does the answer.
   */
  stream(body: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<SubgraphStream>;
  stop(): Promise<void>;
}

/** How long somebody waits for an answer. */
export interface Patience {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface SubgraphStream {
  readonly status: number;
  /** Without its parameters. */
  readonly mediaType: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

const MAX_CONNECTIONS = 128;
const MAX_ANSWER_BYTES = 32 * 1_048_576;
/** Three times as long as a subgraph's stream is silent. */
const SILENCE_LIMIT_MS = 45_000;

/**
 * A connection pool to one address. Keeps connections alive and uses undici's dispatch: of the ways to send a request
 * from Node it costs the least processor time (docs/decisions/001-stock-gateway-first.md has the figures).
 */
export function createAddressClient(options: { readonly url: string; readonly connectMs: number }): AddressClient {
  const url = new URL(options.url);
  const pool = new Pool(url.origin, {
    connections: MAX_CONNECTIONS,
    connect: { timeout: options.connectMs },
    maxResponseSize: MAX_ANSWER_BYTES,
    // One deadline of ours covers connecting, queueing, headers and body.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  // A stream holds its connection for as long as it lasts: calls do not wait for one of those.
  const streams = new Pool(url.origin, {
    connections: null,
    connect: { timeout: options.connectMs },
    headersTimeout: options.connectMs,
    bodyTimeout: SILENCE_LIMIT_MS,
  });
  const path = url.pathname + url.search;
  return {
    post: (body, headers, patience) =>
      new Promise((resolve, reject) => {
        const handler = answerHandler(patience, resolve, reject);
        const remaining = String(Math.max(1, Math.floor(patience.timeoutMs)));
        pool.dispatch({ path, method: 'POST', headers: { ...headers, [REMAINING_HEADER]: remaining }, body }, handler);
      }),
    stream: async (body, headers, signal) => {
      try {
        const answer = await streams.request({ path, method: 'POST', headers, body, signal });
        const mediaType = [answer.headers['content-type'] ?? ''].flat()[0]?.split(';', 1)[0]?.trim() ?? '';
        return { status: answer.statusCode, mediaType, chunks: answer.body };
      } catch (thrown) {
        throw new SubgraphUnreachable('the connection failed', { cause: thrown, sent: false });
      }
    },
    stop: async () => void (await Promise.all([pool.destroy(), streams.destroy()])),
  };
}

function answerHandler(
  { timeoutMs, signal }: Patience,
  resolve: (answer: SubgraphAnswer) => void,
  reject: (error: SubgraphUnreachable) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let status = 0;
  let setCookies: readonly string[] = [];
  let cacheControl: string | undefined;
  let controller: Dispatcher.DispatchController | undefined;
  let gaveUp: SubgraphUnreachable | undefined;
  const giveUp = (reason: string): void => {
    gaveUp = new SubgraphUnreachable(reason, { late: true, sent: controller !== undefined });
    reject(gaveUp);
    controller?.abort(gaveUp);
  };
  const deadline = setTimeout(() => giveUp(`no answer within ${timeoutMs} ms`), timeoutMs);
  const onAbort = (): void => giveUp('nobody waits for the answer any more');
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted === true) onAbort();
  const settle = (): void => {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', onAbort);
  };
  return {
    onRequestStart: (started) => {
      controller = started;
      if (gaveUp !== undefined) started.abort(gaveUp);
    },
    onResponseStart: (_controller, statusCode: number, headers: IncomingHttpHeaders) => {
      status = statusCode;
      // undici gives one header as text, whatever Node's type says.
      setCookies = [headers['set-cookie'] ?? []].flat();
      cacheControl = headers['cache-control'];
    },
    onResponseData: (_controller, chunk) => {
      chunks.push(chunk);
    },
    onResponseEnd: () => {
      settle();
      const [first] = chunks;
      const bytes = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
      resolve({ status, body: bytes.toString('utf8'), setCookies, cacheControl });
    },
    onResponseError: (_controller, error) => {
      settle();
      reject(new SubgraphUnreachable('the connection failed', { cause: error, sent: controller !== undefined }));
    },
  };
}
