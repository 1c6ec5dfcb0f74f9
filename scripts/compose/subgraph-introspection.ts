import { toError } from '@galleria/kit/errors';
import { z } from 'zod';

const answerSchema = z.object({ data: z.object({ _service: z.object({ sdl: z.string() }) }) });
const WITHIN_MS = 10_000;

/**
 * The schema of a running subgraph, in its own words (https://specs.apollo.dev/federation, `_service`). Rejects with an
 * error that says what came instead.
 */
export async function introspectSubgraph(url: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
    signal: AbortSignal.timeout(WITHIN_MS),
  }).catch((thrown: unknown) => {
    const { message, cause } = toError(thrown);
    throw new Error(cause instanceof Error && cause.message !== '' ? cause.message : message);
  });
  const text = await response.text();
  const answer = answerSchema.safeParse(parsed(text));
  if (answer.success) return answer.data.data._service.sdl;
  throw new Error(`it answered ${response.status} without a schema: ${text.slice(0, 200)}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
