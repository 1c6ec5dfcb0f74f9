import { meros } from 'meros/browser';

/** What Apollo's clients send for an operation with `@defer`. */
export const IN_PARTS = 'multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9';

export interface Part {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
  readonly incremental?: readonly (Omit<Part, 'incremental' | 'hasNext'> & {
    readonly path: readonly (string | number)[];
    readonly label?: string;
  })[];
  readonly hasNext?: boolean;
}

export interface AnswerOfParts {
  readonly status: number;
  readonly headers: Headers;
  /** Resolves to the next part; undefined when there are no more. A whole answer is one part. */
  next(): Promise<Part | undefined>;
  leave(): void;
}

export interface PartsRequest {
  readonly query?: string;
  readonly extensions?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks by HTTP, and reads what comes with a parser of others. */
export async function askForParts(url: string, { headers, ...body }: PartsRequest): Promise<AnswerOfParts> {
  const leaving = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: IN_PARTS, ...headers },
    body: JSON.stringify(body),
    signal: leaving.signal,
  });
  const parts = readParts(response);
  return {
    status: response.status,
    headers: response.headers,
    next: async () => (await parts.next()).value ?? undefined,
    leave: () => leaving.abort(),
  };
}

async function* readParts(response: Response): AsyncGenerator<Part, void> {
  const read = await meros<Part>(response);
  if (read instanceof Response) {
    yield (await read.json()) as Part;
    return;
  }
  for await (const { json, body } of read) {
    if (!json) throw new Error('a part that is no JSON');
    yield body;
  }
}
