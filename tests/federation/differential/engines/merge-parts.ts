import type { GraphQLError } from 'graphql';
import type { AnswerPart } from '../../../../router/src/engine/delivering.ts';

type Json = Record<string | number, unknown>;

/**
 * The parts of an answer put together as clients do, with keys in the order of a whole one. It is bounded when
 * something is null in one part and not in another.
 */
export function mergeParts(parts: readonly AnswerPart[], whole: unknown) {
  const errors: GraphQLError[] = [];
  const answer: Json = {};
  let isBounded = false;
  for (const [index, part] of parts.entries()) {
    if (part.hasNext !== index < parts.length - 1) throw new Error('`hasNext` does not tell the truth');
    for (const given of 'data' in part ? [{ ...part, path: [] }] : part.incremental) {
      const [place, key] = ['data', ...given.path].reduce<[Json, string | number]>(
        ([above, last], next) => [above[last] as Json, next],
        [{ answer }, 'answer'],
      );
      errors.push(...(given.errors ?? []));
      // A part that could not be takes nothing away from what is around it.
      if (place[key] !== undefined && given.data === 'null') isBounded = true;
      else place[key] = merged(place[key], JSON.parse(given.data));
    }
  }
  return { data: inOrder(answer['data'], whole), errors, isBounded };

  function merged(before: unknown, more: unknown): unknown {
    if (before !== undefined && (before === null) !== (more === null)) isBounded = true;
    if (typeof before !== 'object' || before === null || typeof more !== 'object' || more === null) return more;
    if (Array.isArray(before)) {
      if (!Array.isArray(more) || more.length !== before.length) throw new Error('a list of another length');
      return before.map((item, index) => merged(item, (more as unknown[])[index]));
    }
    return Object.fromEntries([
      ...Object.entries(before),
      ...Object.entries(more).map(([key, value]) => [
        key,
        Object.hasOwn(before, key) ? merged((before as Json)[key], value) : value,
      ]),
    ]);
  }
}

function inOrder(value: unknown, like: unknown): unknown {
  if (typeof value !== 'object' || value === null || typeof like !== 'object' || like === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => inOrder(item, (like as unknown[])[index]));
  const keys = [...Object.keys(like).filter((key) => Object.hasOwn(value, key)), ...Object.keys(value)];
  return Object.fromEntries(
    [...new Set(keys)].map((key) => [
      key,
      inOrder((value as Json)[key], Object.hasOwn(like, key) ? (like as Json)[key] : undefined),
    ]),
  );
}
