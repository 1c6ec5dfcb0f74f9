import type { EntityBatch, RepresentationPart } from '../../../plan/plan.ts';
import type { TypeRelations } from '../../graph/type-relations.ts';
import { isKnownByInterface } from './representations.ts';

/**
 * The keys of an object of some type by whose values its representations are the same or not. Undefined where more than
 * such values tells: then their texts have to be compared.
 */
export type ScalarsOfType = (typename: string) => readonly string[] | undefined;

/** Each type is looked at once. */
export function scalarsOfType(batch: EntityBatch, relations: TypeRelations): ScalarsOfType {
  const known = new Map<string, readonly string[] | undefined>();
  return (typename) => {
    if (known.has(typename)) return known.get(typename);
    const scalars = isKnownByInterface(batch) ? undefined : scalarsOf(batch.representation, typename, relations);
    known.set(typename, scalars);
    return scalars;
  };
}

function scalarsOf(
  parts: readonly RepresentationPart[],
  typename: string,
  relations: TypeRelations,
): readonly string[] | undefined {
  const sources = new Map<string, string>();
  if (!collect(parts)) return undefined;
  // Beside the type, which is the same for all.
  if (sources.get('__typename') !== '__typename' || !sources.delete('__typename')) return undefined;
  return sources.size === 0 ? undefined : [...sources.values()];

  /** False for a part that is no scalar, and where two would be sent under one key. */
  function collect(from: readonly RepresentationPart[]): boolean {
    return from.every((part) => {
      if (part.kind === 'fragment') return !relations.isOfType(typename, part.type) || collect(part.parts);
      if (part.parts !== undefined || (sources.get(part.target) ?? part.source) !== part.source) return false;
      sources.set(part.target, part.source);
      return true;
    });
  }
}
