import { createViewerSigner, VIEWER_HEADER } from '@galleria/kit/graphql/viewer';
import { SIGNING_SECRET, type Answer, type QueryOptions } from './signed-exchange.ts';

/** A subscription that is followed by server-sent events. */
export interface EventStream {
  /** The next answer. Rejects when the stream has ended. */
  next(): Promise<Answer>;
  leave(): void;
}

export interface Followed {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Follows a subscription of any graph; an answer that refuses it is the only one. */
export async function follow(
  graphUrl: string,
  { query, variables = {}, headers = {} }: Followed,
): Promise<EventStream> {
  const leaving = new AbortController();
  const response = await fetch(graphUrl, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query, variables }),
    signal: leaving.signal,
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const answers = isStream ? events(response) : refusal(response);
  return {
    next: async () => {
      const { done, value } = await answers.next();
      if (done === true) throw new Error('the stream has ended');
      return value;
    },
    leave: () => leaving.abort(),
  };
}

/** Follows a subscription of a service as the router would: signed for the viewer, or for a visitor. */
export async function followSigned(
  url: string,
  query: string,
  { variables = {}, viewer = null }: QueryOptions = {},
): Promise<EventStream> {
  const sign = createViewerSigner({ secret: SIGNING_SECRET, signedBy: 'router' });
  return follow(new URL('/graphql', url).href, { query, variables, headers: { [VIEWER_HEADER]: await sign(viewer) } });
}

async function* refusal(response: Response): AsyncGenerator<Answer, void> {
  yield (await response.json()) as Answer;
}

async function* events({ body }: Response): AsyncGenerator<Answer, void> {
  let text = '';
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^event: next\ndata: (.*)$/.exec(block)?.[1];
      if (data !== undefined) yield JSON.parse(data) as Answer;
    }
  }
}
