import { createClient, type Client, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';

export const LEVEL = 'subscription ($id: ID!) { stockChanged(id: $id) { id name available } }';

/** Every protocol is asked the same. */
export interface Followed {
  /** Resolves to the next answer; undefined when the stream was complete. Rejects when it broke off. */
  next(): Promise<{ data?: unknown; errors?: { extensions: { code: string } }[] } | undefined>;
  leave(): Promise<void>;
}

export type Follow = (
  url: string,
  query: string,
  variables?: Record<string, unknown>,
  token?: string,
) => Promise<Followed>;

export const PROTOCOLS: Readonly<Record<string, Follow>> = {
  'server-sent events': (...asked) => overHttp({ accept: 'text/event-stream', read: readEvent }, ...asked),
  'multipart HTTP': (...asked) =>
    overHttp({ accept: 'multipart/mixed;subscriptionSpec=1.0, application/json', read: readPart }, ...asked),
  WebSocket: overSocket,
};

interface Reading {
  readonly accept: string;
  readonly read: (buffer: string) => { readonly text: string | undefined; readonly rest: string } | undefined;
}

async function overHttp(
  { accept, read }: Reading,
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  token?: string,
): Promise<Followed> {
  const leaving = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
    signal: leaving.signal,
  });
  if (response.headers.get('content-type')?.startsWith('application/json') === true) {
    const answers = [(await response.json()) as { data?: unknown }];
    return { next: async () => answers.shift(), leave: async () => undefined };
  }
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  return {
    next: async () => {
      for (;;) {
        const found = read(buffer);
        if (found !== undefined) {
          buffer = found.rest;
          return found.text === undefined ? undefined : (JSON.parse(found.text) as { data?: unknown });
        }
        const { done, value } = await reader.read();
        if (done) throw new Error(`broken off: ${buffer}`);
        buffer += value;
      }
    },
    leave: async () => leaving.abort(),
  };
}

function readEvent(buffer: string) {
  const match = /^(?:(?::[^\n]*)?\n)*event: (\w+)\ndata:(.*)\n\n/.exec(buffer);
  if (match === null) return undefined;
  return { text: match[1] === 'next' ? match[2] : undefined, rest: buffer.slice(match[0].length) };
}

function readPart(buffer: string): { text: string | undefined; rest: string } | undefined {
  if (/^(--graphql)?--\r\n/.test(buffer)) return { text: undefined, rest: '' };
  const match = /^(?:--graphql)?\r\ncontent-type: [^\r]+\r\n\r\n(.*)\r\n--graphql/.exec(buffer);
  if (match === null) return undefined;
  const rest = buffer.slice(match[0].length);
  const { payload } = JSON.parse(match[1] ?? '') as { payload?: object };
  return payload === undefined ? readPart(rest) : { text: JSON.stringify(payload), rest };
}

async function overSocket(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  token?: string,
): Promise<Followed> {
  const client: Client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token === undefined ? {} : { connectionParams: { authorization: `Bearer ${token}` } }),
  });
  const payload: SubscribePayload = { query, variables };
  const answers = client.iterate(payload);
  return {
    next: async () => {
      try {
        const { done, value } = await answers.next();
        return done === true ? undefined : (value as { data?: unknown });
      } catch (thrown) {
        if (Array.isArray(thrown)) return { errors: thrown as { extensions: { code: string } }[] };
        throw thrown;
      }
    },
    leave: async () => {
      await answers.return?.();
      await client.dispose();
    },
  };
}
