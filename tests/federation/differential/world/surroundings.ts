import { isAbstractType, type GraphQLSchema } from 'graphql';
import type { ContextArguments } from './contexts.ts';
import type { Data, Ref } from './data.ts';

/** An object of one process, which knows what it stands in. */
export interface PlacedRef extends Ref {
  readonly around?: PlacedRef;
}

/** What one process gives to arguments from contexts: what the nearest object has that is of such a type. */
export function createSurroundings(schema: GraphQLSchema, data: Data, argumentsFrom: ContextArguments) {
  const isOfType = (ref: Ref, name: string) => {
    const type = schema.getType(name);
    return (
      ref.type === name || (isAbstractType(type) && schema.getPossibleTypes(type).some((one) => one.name === ref.type))
    );
  };
  const nearest = (ref: PlacedRef, types: readonly string[]): PlacedRef | undefined => {
    for (let at = ref.around; at !== undefined; at = at.around) {
      const found = at;
      if (types.some((type) => isOfType(found, type))) return found;
    }
    return undefined;
  };
  return {
    argumentsOf: (ref: PlacedRef, field: string): Record<string, unknown> =>
      Object.fromEntries(
        (argumentsFrom.get(`${ref.type}.${field}`) ?? []).map(({ name, types, selection }) => {
          const object = nearest(ref, types);
          return [name, object === undefined ? null : innermost(data.project(object, selection))];
        }),
      ),
    /** Objects among the values of a field, which stand in the one that has it. */
    place: (value: unknown, around: PlacedRef): unknown => {
      if (argumentsFrom.size === 0) return value;
      const placed = (item: unknown): unknown => {
        if (Array.isArray(item)) return item.map(placed);
        return isRef(item) ? { ...item, around } : item;
      };
      return placed(value);
    },
  };
}

/** A selection of a context has one field at each depth, or one for each type. */
function innermost(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(innermost);
  if (typeof value !== 'object' || value === null) return value;
  return innermost(Object.values(value)[0] ?? null);
}

function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && 'family' in value && 'id' in value && 'type' in value;
}
