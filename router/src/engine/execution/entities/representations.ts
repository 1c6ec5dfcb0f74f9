import type { EntityBatch, RepresentationField, RepresentationPart } from '../../../plan/plan.ts';
import { isObject, own, type JsonObject } from '../json.ts';
import { applyRewrites, fitsType } from '../rewrites.ts';
import type { TypeRelations } from '../../graph/type-relations.ts';

/** What a service is told of an object; undefined where what has come does not identify it to the service. */
export type Represent = (object: JsonObject) => JsonObject | undefined;

export function compileRepresentation(service: string, batch: EntityBatch, relations: TypeRelations): Represent {
  const canBeIncomplete = isKnownByInterface(batch);
  return (object) => {
    const representation: JsonObject = {};
    const isComplete = addParts(representation, object, batch.representation, relations);
    if ((!isComplete && !canBeIncomplete) || typeof representation['__typename'] !== 'string') return undefined;
    applyRewrites(batch.inputRewrites, representation, relations);
    return relations.identifies(service, representation) ? representation : undefined;
  };
}

/**
 * For a service that knows entities by their interface only (`@interfaceObject`), planners ask about objects of all
 * types at once, and name what only some of them have: for the others their key will do.
 */
export function isKnownByInterface({ inputRewrites }: EntityBatch): boolean {
  return inputRewrites.some(({ kind, key }) => kind === 'set' && key === '__typename');
}

/** Adds what is there. False when something is missing: a fetch before has failed, or was not for such an object. */
function addParts(
  target: JsonObject,
  source: JsonObject,
  parts: readonly RepresentationPart[],
  relations: TypeRelations,
): boolean {
  const added = parts.map((part) => {
    if (part.kind === 'fragment') {
      const isMeant = fitsType({ kind: 'type', types: [part.type] }, source, relations);
      return !isMeant || addParts(target, source, part.parts, relations);
    }
    const given = own(source, part.source);
    const value = given === undefined ? nullOf(source, part, relations) : valueOf(given, part, relations);
    if (value === undefined) return false;
    const present = own(target, part.target);
    // Two fragments may both speak of an object.
    if (isObject(present) && isObject(value)) Object.assign(present, value);
    else target[part.target] = value;
    return true;
  });
  return !added.includes(false);
}

/**
 * What may be null is, where nobody has brought it: it has an error by now, and whatever else the service is asked for
 * in the same fetch does not depend on it. Undefined for what has to be there.
 */
function nullOf(source: JsonObject, { target }: RepresentationField, relations: TypeRelations): null | undefined {
  const type = own(source, '__typename');
  return typeof type === 'string' && relations.isNullable(type, target) ? null : undefined;
}

/** A null is sent as one: the service knows what it means. */
function valueOf(value: unknown, part: RepresentationField, relations: TypeRelations): unknown {
  if (value === null || value === undefined || part.parts === undefined) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => valueOf(item, part, relations));
    return items.includes(undefined) ? undefined : items;
  }
  if (!isObject(value)) return undefined;
  const object: JsonObject = {};
  return addParts(object, value, part.parts, relations) ? object : undefined;
}
