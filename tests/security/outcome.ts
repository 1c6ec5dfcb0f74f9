/** What came of asking for one field. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'null' }
  /** By a GraphQL error, or by a Problem as the result. */
  | { readonly kind: 'refused'; readonly code: string };

export interface Answered {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[] | undefined;
}

/** The outcome at `path`; of a list, of its first item that has something there: an empty one shows nothing. */
export function outcomeAt({ data, errors }: Answered, path: readonly string[]): Outcome {
  const [error] = errors ?? [];
  if (error !== undefined) return { kind: 'refused', code: error.extensions.code };
  const value = valueAt(data, path);
  if (value === null || value === undefined) return { kind: 'null' };
  const { code } = value as { code?: unknown };
  const { __typename } = value as { __typename?: string };
  if (typeof code === 'string' && __typename !== undefined) return { kind: 'refused', code };
  return { kind: 'value', value };
}

function valueAt(data: unknown, path: readonly string[]): unknown {
  if (Array.isArray(data)) return data.map((item) => valueAt(item, path)).find((value) => value != null);
  const [key, ...rest] = path;
  if (key === undefined || data === null || typeof data !== 'object') return data;
  return valueAt((data as Record<string, unknown>)[key], rest);
}
