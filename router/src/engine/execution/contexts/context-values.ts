import type { ContextSource, ContextVariable, EntityPath } from '../../../plan/plan.ts';
import type { TypeRelations } from '../../graph/type-relations.ts';
import { compilePath, type FindObjects } from '../entities/entity-paths.ts';
import { isObject, own, type JsonObject } from '../json.ts';
import { fitsType } from '../rewrites.ts';

/** Gives the values of context variables for an entity at the path; undefined for one that stands in none of them. */
export type FindContexts = (data: JsonObject) => (entity: JsonObject) => Readonly<Record<string, unknown>> | undefined;

/** The ways from an object that is so many fields above an entity, to its value and to the entity. */
interface Level {
  readonly find: FindObjects;
  readonly findEntities: FindObjects;
  readonly sources: readonly ContextSource[];
}

/**
 * Compiles what looks around entities. What has not come is null: it has an error by now, as what a service requires
 * has. Entities that stand in objects of other types only are not meant: another fetch asks about them.
 */
export function compileContexts(
  contexts: readonly ContextVariable[],
  path: EntityPath,
  relations: TypeRelations,
): FindContexts {
  const variables = contexts.map(({ variable, sources }) => ({
    variable,
    levels: levelsOf(sources, path, relations),
  }));
  return (data) => {
    const found = variables.map(({ variable, levels }) => ({ variable, values: valuesIn(data, levels) }));
    return (entity) => {
      if (!found.some(({ values }) => values.has(entity))) return undefined;
      return Object.fromEntries(found.map(({ variable, values }) => [variable, values.get(entity) ?? null]));
    };
  };

  /** By entity: the nearest level with an object of a right type tells, also when it has nothing. */
  function valuesIn(data: JsonObject, levels: readonly Level[]): Map<JsonObject, unknown> {
    const values = new Map<JsonObject, unknown>();
    for (const { find, findEntities, sources } of levels) {
      for (const object of find(data, undefined)) {
        const right = sources.filter((source) => isRight(source, object, relations));
        if (right.length === 0) continue;
        const value = right.map((source) => valueAt(object, source.path, relations)).find((told) => told !== undefined);
        for (const entity of findEntities(object, undefined)) {
          if (!values.has(entity)) values.set(entity, value);
        }
      }
    }
    return values;
  }
}

/** The nearest first: a planner writes them in the order in which it comes upon them. */
function levelsOf(sources: readonly ContextSource[], path: EntityPath, relations: TypeRelations): Level[] {
  const distances = [...new Set(sources.map(({ levels }) => levels))].sort((one, other) => one - other);
  return distances.map((distance) => {
    const end = endOfParent(path, distance);
    return {
      find: compilePath(path.slice(0, end), relations),
      findEntities: compilePath(path.slice(end), relations),
      sources: sources.filter(({ levels }) => levels === distance),
    };
  });
}

/** Where the path of an object ends that is so many fields above the one at the end. */
function endOfParent(path: EntityPath, distance: number): number {
  const fields = path.flatMap(({ kind }, index) => (kind === 'key' ? [index] : []));
  return distance === 0 ? path.length : (fields[fields.length - distance] ?? 0);
}

/** Whether the object itself is of the type that the source speaks of; the root needs none. */
function isRight({ path }: ContextSource, object: JsonObject, relations: TypeRelations): boolean {
  const [first] = path;
  return first?.kind !== 'type' || fitsType(first, object, relations);
}

/** A list on the way gives a list. Undefined for what has not come. */
function valueAt(value: unknown, [segment, ...rest]: EntityPath, relations: TypeRelations): unknown {
  if (segment === undefined || value === null || value === undefined) return value;
  if (Array.isArray(value)) {
    return value.map((item: unknown) => valueAt(item, [segment, ...rest], relations) ?? null);
  }
  if (!isObject(value)) return undefined;
  if (segment.kind === 'key') return valueAt(own(value, segment.key), rest, relations);
  return fitsType(segment, value, relations) ? valueAt(value, rest, relations) : undefined;
}
