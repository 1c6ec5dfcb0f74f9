import { own, type JsonObject } from '../json.ts';
import type { Represent } from './representations.ts';
import type { ScalarsOfType } from './scalar-representations.ts';

/** Numbers the different entities among objects: objects that are asked about alike have the same number. */
export interface EntityIndex {
  /** By number. */
  readonly representations: readonly JsonObject[];
  /** Undefined for an object that cannot be asked about. */
  readonly indexOf: (object: JsonObject) => number | undefined;
}

/** One level for each value; the last one leads to a number, or to `undefined` for what cannot be asked about. */
type Tree = Map<unknown, Tree | number | undefined>;

/**
 * Where scalars tell entities apart, which is nearly always, each different one is represented once; else all objects
 * are, and the texts compared.
 */
export function createEntityIndex(represent: Represent, scalarsOf: ScalarsOfType): EntityIndex {
  const representations: JsonObject[] = [];
  const byType = new Map<string, Tree>();
  const byText = new Map<string, number>();
  return { representations, indexOf };

  function indexOf(object: JsonObject): number | undefined {
    const typename = own(object, '__typename');
    if (typeof typename !== 'string') return undefined;
    const keys = scalarsOf(typename);
    if (keys === undefined) return indexByText(object);
    let tree = byType.get(typename) ?? createTree();
    byType.set(typename, tree);
    const last = keys.length - 1;
    for (const [depth, key] of keys.entries()) {
      const value = own(object, key);
      // What has not come may be sent as null; what a scalar holds may be anything.
      if (value === undefined || (typeof value === 'object' && value !== null)) return indexByText(object);
      let found: Tree | number | undefined = tree.get(value);
      if (depth === last) {
        if (found === undefined && !tree.has(value)) tree.set(value, (found = add(represent(object))));
        return found as number | undefined;
      }
      const deeper = (found as Tree | undefined) ?? createTree();
      if (found === undefined) tree.set(value, deeper);
      tree = deeper;
    }
    return undefined;
  }

  function indexByText(object: JsonObject): number | undefined {
    const representation = represent(object);
    if (representation === undefined) return undefined;
    const text = JSON.stringify(representation);
    const known = byText.get(text);
    if (known !== undefined) return known;
    const index = add(representation);
    if (index !== undefined) byText.set(text, index);
    return index;
  }

  function add(representation: JsonObject | undefined): number | undefined {
    return representation === undefined ? undefined : representations.push(representation) - 1;
  }
}

function createTree(): Tree {
  return new Map<unknown, Tree | number | undefined>();
}
