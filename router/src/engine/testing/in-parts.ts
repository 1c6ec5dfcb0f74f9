import type { AnswerPart } from '../delivering.ts';
import type { LocalGraph, VisibleAnswer } from './local-graph.ts';

type VisibleError = NonNullable<VisibleAnswer['errors']>[number];

/** A part as a client reads it. */
export interface VisiblePart extends VisibleAnswer {
  readonly hasNext: boolean;
  readonly incremental?: readonly {
    readonly path: readonly (string | number)[];
    readonly label?: string;
    // As in a whole answer.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    readonly data: any;
    readonly errors?: readonly VisibleError[];
  }[];
}

/** Asks as a client that takes parts; a whole answer is one part without more. */
export async function* askInParts(
  { engine }: Pick<LocalGraph, 'engine'>,
  query: string,
  { variables = {}, signal }: { readonly variables?: Record<string, unknown>; readonly signal?: AbortSignal } = {},
): AsyncGenerator<VisiblePart, void> {
  const answer = await engine.deliver({ query, variables, context: undefined, ...(signal && { signal }) });
  if (!('parts' in answer)) {
    const { data, errors } = answer;
    yield visible({ errors, ...(data !== undefined && { data: JSON.parse(data) as unknown }), hasNext: false });
    return;
  }
  for await (const part of answer.parts) yield visible(read(part));
}

export async function allParts(...asked: Parameters<typeof askInParts>): Promise<VisiblePart[]> {
  const parts: VisiblePart[] = [];
  for await (const part of askInParts(...asked)) parts.push(part);
  return parts;
}

function read(part: AnswerPart): object {
  const parsed = <Part extends { readonly data: string }>(from: Part) => ({
    ...from,
    data: JSON.parse(from.data) as unknown,
  });
  return 'data' in part ? parsed(part) : { ...part, incremental: part.incremental.map(parsed) };
}

function visible(part: object): VisiblePart {
  return JSON.parse(JSON.stringify(part)) as VisiblePart;
}
