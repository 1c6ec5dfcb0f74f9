import type { GraphQLError } from 'graphql';
import type { Engine } from '../engine/engine.ts';
import type { PersistedOperation } from './persisted-operations.ts';

/** Operations that a graph does not answer, by their id. */
export type RefusedOperations = ReadonlyMap<
  string,
  { readonly name: string; readonly errors: readonly GraphQLError[] }
>;

/**
 * Plans what clients were built with before they ask, one after the other: planners have one process. Gives what the
 * graph refuses; that a planner fails or is late says nothing of the operation.
 */
export async function warmUp<Context>(
  engine: Engine<Context>,
  operations: readonly PersistedOperation[],
): Promise<RefusedOperations> {
  const refused = new Map<string, { readonly name: string; readonly errors: readonly GraphQLError[] }>();
  for (const { id, name, text } of operations) {
    const errors = (await engine.warm(text, name === '' ? undefined : name)).filter(isOfOperation);
    if (errors.length > 0) refused.set(id, { name, errors });
  }
  return refused;
}

/** For a log line: each operation with the first thing that is wrong with it. */
export function describeRefused(refused: RefusedOperations): string[] {
  return [...refused.values()].map(({ name, errors }) => `${name}: ${errors[0]?.message ?? 'refused'}`);
}

function isOfOperation({ extensions }: GraphQLError): boolean {
  return !String(extensions['code']).startsWith('QUERY_PLAN');
}
