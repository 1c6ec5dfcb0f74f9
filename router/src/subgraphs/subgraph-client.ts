import type { IncomingHttpHeaders } from 'node:http';
import { Pool, type Dispatcher } from 'undici';

export interface SubgraphAnswer {
  readonly status: number;
  readonly body: string;
  readonly setCookies: readonly string[];
}

/** How a subgraph is called: over HTTP, at one address or at several. */
export interface SubgraphClient {
  /**
   * Posts a JSON body. Rejects with `SubgraphUnreachable` when no whole answer arrives in time, over HTTP or at all.
   * What is not `repeatable` is never sent twice: a mutation may have taken effect although its answer was lost.
   */
  post(body: string, headers: Readonly<Record<string, string>>, repeatable: boolean): Promise<SubgraphAnswer>;
  stop(): Promise<void>;
}

/** Why a subgraph gave no answer, for the log: the cause names hosts and ports. */
export class SubgraphUnreachable extends Error {
  override readonly name = 'SubgraphUnreachable';
  /** Whether any byte of the request may have reached it. */
  readonly sent: boolean;
  /** Whether the time for an answer is used up. */
  readonly late: boolean;

  constructor(message: string, options: ErrorOptions & { readonly sent?: boolean; readonly late?: boolean } = {}) {
    super(message, options);
    this.sent = options.sent ?? true;
    this.late = options.late ?? false;
  }
}

const MAX_CONNECTIONS = 128;
const MAX_ANSWER_BYTES = 32 * 1_048_576;

/**
 * A connection pool to one address. Keeps connections alive and uses undici's dispatch: of the ways to send a request
 * from Node it costs the least processor time (docs/decisions/001-stock-gateway-first.md has the figures).
 */
export function createSubgraphClient(options: { readonly url: string; readonly timeoutMs: number }): SubgraphClient {
  const url = new URL(options.url);
  const pool = new Pool(url.origin, {
    connections: MAX_CONNECTIONS,
    connect: { timeout: options.timeoutMs },
    maxResponseSize: MAX_ANSWER_BYTES,
    // One deadline of ours covers connecting, queueing, headers and body.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const path = url.pathname + url.search;
  return {
    post: (body, headers) =>
      new Promise((resolve, reject) => {
        const handler = answerHandler(options.timeoutMs, resolve, reject);
        pool.dispatch({ path, method: 'POST', headers, body }, handler);
      }),
    stop: () => pool.destroy(),
  };
}

function answerHandler(
  timeoutMs: number,
  resolve: (answer: SubgraphAnswer) => void,
  reject: (error: SubgraphUnreachable) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let status = 0;
  let setCookies: readonly string[] = [];
  let controller: Dispatcher.DispatchController | undefined;
  let late: SubgraphUnreachable | undefined;
  const deadline = setTimeout(() => {
    late = new SubgraphUnreachable(`no answer within ${timeoutMs} ms`, { late: true, sent: controller !== undefined });
    reject(late);
    controller?.abort(late);
  }, timeoutMs);
  return {
    onRequestStart: (started) => {
      controller = started;
      if (late !== undefined) started.abort(late);
    },
    onResponseStart: (_controller, statusCode: number, headers: IncomingHttpHeaders) => {
      status = statusCode;
      // undici gives one header as text, whatever Node's type says.
      setCookies = [headers['set-cookie'] ?? []].flat();
    },
    onResponseData: (_controller, chunk) => {
      chunks.push(chunk);
    },
    onResponseEnd: () => {
      clearTimeout(deadline);
      const [first] = chunks;
      const bytes = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
      resolve({ status, body: bytes.toString('utf8'), setCookies });
    },
    onResponseError: (_controller, error) => {
      clearTimeout(deadline);
      reject(new SubgraphUnreachable('the connection failed', { cause: error, sent: controller !== undefined }));
    },
  };
}
