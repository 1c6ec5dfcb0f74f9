import type { PathSegment, Rewrite } from '../../plan/plan.ts';
import { isObject, own, type JsonObject } from './json.ts';
import type { TypeRelations } from '../graph/type-relations.ts';

/** Applies rewrites of a plan to an object, in place. */
export function applyRewrites(rewrites: readonly Rewrite[], object: JsonObject, relations: TypeRelations): void {
  for (const rewrite of rewrites) rewriteAt(rewrite, 0, object, relations);
}

function rewriteAt(rewrite: Rewrite, depth: number, value: unknown, relations: TypeRelations): void {
  if (Array.isArray(value)) {
    for (const item of value) rewriteAt(rewrite, depth, item, relations);
    return;
  }
  if (!isObject(value)) return;
  const segment = rewrite.path[depth];
  if (segment === undefined) rewriteKey(rewrite, value);
  else if (segment.kind === 'key') rewriteAt(rewrite, depth + 1, own(value, segment.key), relations);
  else if (fitsType(segment, value, relations)) rewriteAt(rewrite, depth + 1, value, relations);
}

function rewriteKey(rewrite: Rewrite, object: JsonObject): void {
  if (rewrite.kind === 'set') {
    object[rewrite.key] = rewrite.value;
  } else if (Object.hasOwn(object, rewrite.key)) {
    object[rewrite.to] = object[rewrite.key];
    delete object[rewrite.key];
  }
}

/** An object that does not tell its type passes: where the type mattered, the plan has asked for it. */
export function fitsType(
  { types }: Extract<PathSegment, { kind: 'type' }>,
  object: JsonObject,
  relations: TypeRelations,
): boolean {
  const typename = own(object, '__typename');
  return typeof typename !== 'string' || types.some((type) => relations.isOfType(typename, type));
}
