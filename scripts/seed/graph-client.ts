import { setTimeout as wait } from 'node:timers/promises';

/** A GraphQL client as small as a seed needs it. */
export interface GraphClient {
  /** The data of an answer. Throws GraphUnreachable when there is none, and GraphRefused when it has errors. */
  request<Data>(document: string, variables?: Readonly<Record<string, unknown>>, again?: Again): Promise<Data>;
  /** The same graph, asked as somebody who is signed in. */
  as(accessToken: string): GraphClient;
}

/** Whether it may be asked again after its service was too busy to answer; without it, whether it is a query. */
export interface Again {
  readonly isRepeatable: boolean;
}

export class GraphUnreachable extends Error {
  override readonly name = 'GraphUnreachable';
}

export class GraphRefused extends Error {
  override readonly name = 'GraphRefused';
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

const TIMEOUT_MS = 15_000;
const TRIES = 6;
const PAUSE_MS = 1_000;

export function createGraphClient(url: string, accessToken?: string): GraphClient {
  const headers = {
    'content-type': 'application/json',
    ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
  };
  return {
    request: async <Data>(
      query: string,
      variables: Readonly<Record<string, unknown>> = {},
      again = againFor(query),
    ) => {
      const answer = await sendAgainWhileAway(again, () => send(url, headers, JSON.stringify({ query, variables })));
      if (answer.errors !== undefined || answer.data == null) {
        const problems = answer.errors?.map(({ message, extensions }) => `${extensions?.code ?? 'ERROR'}: ${message}`);
        throw new GraphRefused(
          `The graph refused ${firstLine(query)}\n  ${problems?.join('\n  ') ?? 'without a reason'}`,
        );
      }
      return answer.data as Data;
    },
    as: (token) => createGraphClient(url, token),
  };
}

/** A mutation may have been done although nobody answered. */
function againFor(document: string): Again {
  return { isRepeatable: document.trim().startsWith('query') };
}

async function sendAgainWhileAway({ isRepeatable }: Again, ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await ask();
    const isAway = answer.errors?.some(({ extensions }) => extensions?.code === 'SUBGRAPH_UNAVAILABLE') ?? false;
    if (!isAway || tries === TRIES || !isRepeatable) return answer;
    await wait(PAUSE_MS);
  }
}

async function send(url: string, headers: Record<string, string>, body: string): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (thrown) {
    throw new GraphUnreachable(
      `The graph does not answer at ${url} (${reasonOf(thrown)}). Is it running? npm start starts it.`,
    );
  }
  try {
    return (await response.json()) as Answer;
  } catch {
    throw new GraphUnreachable(
      `What answers at ${url} is not a graph (HTTP ${response.status}). GRAPH_URL names another.`,
    );
  }
}

/** fetch hides what went wrong, such as ECONNREFUSED, in the cause. */
function reasonOf(thrown: unknown): string {
  const { cause, message } = thrown as Error;
  return (cause as { code?: string } | undefined)?.code ?? message;
}

function firstLine(document: string): string {
  return document.trim().split('\n')[0] ?? '';
}
