import type { EntityPath } from '../../../plan/plan.ts';
import type { PathKey } from '../error-log.ts';
import { isInherited, isObject, own, type JsonObject } from '../json.ts';
import { fitsType } from '../rewrites.ts';
import type { TypeRelations } from '../../graph/type-relations.ts';

/**
 * The objects that stand at a path, through lists and lists of lists. With `seen`, an object that stands in several
 * places is given once, and nothing below it is looked at again.
 */
export type FindObjects = (root: JsonObject, seen: Set<unknown> | undefined) => JsonObject[];

type Take = (object: JsonObject, found: JsonObject[], seen: Set<unknown> | undefined) => void;
type Visit = (value: unknown, found: JsonObject[], seen: Set<unknown> | undefined) => void;

/** A path as closures, one for each segment. */
export function compilePath(path: EntityPath, relations: TypeRelations): FindObjects {
  const take = path.reduceRight<Take>((next, segment) => {
    if (segment.kind === 'type') {
      return (object, found, seen) => {
        if (fitsType(segment, object, relations)) next(object, found, seen);
      };
    }
    const { key } = segment;
    const visit = throughLists(next);
    if (isInherited(key)) return (object, found, seen) => visit(own(object, key), found, seen);
    return (object, found, seen) => visit(object[key], found, seen);
  }, collect);
  return (root, seen) => {
    const found: JsonObject[] = [];
    take(root, found, seen);
    return found;
  };
}

function collect(object: JsonObject, found: JsonObject[]): void {
  found.push(object);
}

function throughLists(take: Take): Visit {
  return function visit(value, found, seen) {
    if (typeof value !== 'object' || value === null) return;
    if (seen !== undefined) {
      if (seen.has(value)) return;
      seen.add(value);
    }
    if (!Array.isArray(value)) {
      take(value as JsonObject, found, seen);
      return;
    }
    for (const item of value) visit(item, found, seen);
  };
}

/**
 * Where each object at a path stands, which may be in several places. Looked up only when an error needs it; types are
 * not compared, because fetches that have come in between may have told more about them.
 */
export function placesAt(root: JsonObject, path: EntityPath): ReadonlyMap<JsonObject, readonly (readonly PathKey[])[]> {
  const keys = path.flatMap((segment) => (segment.kind === 'key' ? [segment.key] : []));
  const places = new Map<JsonObject, (readonly PathKey[])[]>();
  visit(root, 0, []);
  return places;

  function visit(value: unknown, depth: number, place: readonly PathKey[]): void {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, depth, [...place, index]);
      return;
    }
    if (!isObject(value)) return;
    const key = keys[depth];
    if (key !== undefined) {
      visit(own(value, key), depth + 1, [...place, key]);
      return;
    }
    const known = places.get(value);
    if (known === undefined) places.set(value, [place]);
    else known.push(place);
  }
}
