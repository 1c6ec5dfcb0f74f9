import { createViewerSigner, VIEWER_HEADER, type Viewer } from '@galleria/kit/graphql/viewer';
import type { FastifyInstance } from 'fastify';

/** What services and whoever asks them share in tests. */
export const SIGNING_SECRET = 'a secret that only tests of Galleria know';

/** A GraphQL answer, as a client gets it. */
export interface Answer {
  // A test reads deep into answers whose shape its own document gives.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

export interface QueryOptions {
  readonly variables?: Record<string, unknown>;
  readonly viewer?: Viewer | null;
}

/** Sends an operation to a service's graph as the router would: signed for the viewer, or for a visitor. */
export async function exchange(
  server: FastifyInstance,
  document: string,
  {
    variables = {},
    viewer = null,
    headers = {},
  }: QueryOptions & { readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<{ answer: Answer; headers: Record<string, unknown> }> {
  const sign = createViewerSigner({ secret: SIGNING_SECRET, signedBy: 'router' });
  const response = await server.inject({
    method: 'POST',
    url: '/graphql',
    headers: { ...headers, [VIEWER_HEADER]: await sign(viewer), 'content-type': 'application/json' },
    payload: { query: document, variables },
  });
  return { answer: response.json<Answer>(), headers: response.headers };
}
