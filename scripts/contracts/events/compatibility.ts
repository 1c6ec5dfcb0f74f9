import type { JsonSchema } from './json-schema.ts';
import { refusals } from './refusals.ts';

/**
 * Backward: the new code cannot read, or reads otherwise, what lies in a topic already. Forward: code of the release
 * before, which runs beside the new one for a while, cannot read what the new one sends, or misses something in it.
 */
export type Direction = 'backward' | 'forward';

export interface IncompatibleChange {
  readonly direction: Direction;
  /** `.lines[].quantity`, or nothing for the whole message. */
  readonly path: string;
  readonly reason: string;
}

/** What of a changed contract breaks somebody. Empty for a change that stays inside its version. */
export function incompatibleChanges(before: JsonSchema, after: JsonSchema): IncompatibleChange[] {
  return [
    ...refusals(after, before).map((refusal) => ({ ...refusal, direction: 'backward' as const })),
    ...otherDefaults(before, after, ''),
    ...refusals(before, after).map((refusal) => ({ ...refusal, direction: 'forward' as const })),
    ...lostOptions(before, after, ''),
  ];
}

/** An old message without the property meant one thing, and means another from now on. */
function otherDefaults(before: JsonSchema, after: JsonSchema, path: string): IncompatibleChange[] {
  const required = new Set(before.required ?? []);
  const changed = Object.entries(before.properties ?? {}).flatMap(([name, schema]) => {
    const other = after.properties?.[name];
    const [meant, means] = [schema, other].map((one) => JSON.stringify(one?.['default']) ?? 'nothing');
    if (required.has(name) || other === undefined || meant === means) return [];
    const reason = `where it is absent, ${meant} was meant, and ${means} is now`;
    return [{ direction: 'backward' as const, path: `${path}.${name}`, reason }];
  });
  return [...changed, ...inBoth(before, after, path, otherDefaults)];
}

/** Code that did without the property when it was absent goes on, but what it knew by it comes no more. */
function lostOptions(before: JsonSchema, after: JsonSchema, path: string): IncompatibleChange[] {
  const required = new Set(before.required ?? []);
  const lost = Object.keys(before.properties ?? {}).filter(
    (name) => !required.has(name) && !(name in (after.properties ?? {})),
  );
  return [
    ...lost.map((name) => ({
      direction: 'forward' as const,
      path: `${path}.${name}`,
      reason: 'is told no more, and who listens may count on it',
    })),
    ...inBoth(before, after, path, lostOptions),
  ];
}

function inBoth<T>(
  before: JsonSchema,
  after: JsonSchema,
  path: string,
  look: (before: JsonSchema, after: JsonSchema, path: string) => T[],
): T[] {
  const properties = Object.entries(before.properties ?? {}).flatMap(([name, schema]) => {
    const other = after.properties?.[name];
    return other === undefined ? [] : look(schema, other, `${path}.${name}`);
  });
  const items = before.items && after.items ? look(before.items, after.items, `${path}[]`) : [];
  return [...properties, ...items];
}
