import type { TypeRelations } from '../graph/type-relations.ts';
import { fieldsWithKey, type Selection } from '../operation/selection.ts';
import type { PathKey } from './error-log.ts';
import { isObject, own, type JsonObject } from './json.ts';

/**
 * Turns a place in what subgraphs answered into the one in the client's answer. Undefined for a field that the client
 * selects, but not of an object of that type: some plans ask more objects than need be.
 */
export type ClientPath = (path: readonly PathKey[], data: JsonObject) => readonly PathKey[] | undefined;

/**
 * Keys become what the client calls them. A path that leads to a field which only the plan has asked for ends at the
 * object around it.
 */
export function createClientPath(root: readonly Selection[], relations: TypeRelations): ClientPath {
  return (path, data) => {
    const translated: PathKey[] = [];
    let selections = root;
    let value: unknown = data;
    for (const key of path) {
      if (typeof key === 'number') {
        translated.push(key);
        value = Array.isArray(value) ? value[key] : undefined;
        continue;
      }
      const typename = isObject(value) ? own(value, '__typename') : undefined;
      const known = fieldsWithKey(selections, key, () => true);
      const fields = fieldsWithKey(selections, key, (type) => isPossible(typename, type, relations));
      const [field] = fields;
      if (field === undefined) return known.length === 0 ? translated : undefined;
      translated.push(field.responseName);
      selections = fields.flatMap((found) => found.selections ?? []);
      value = isObject(value) ? own(value, key) : undefined;
    }
    return translated;
  };
}

/** An object that is known by its interface only may be of any type behind it. */
function isPossible(typename: unknown, type: string, relations: TypeRelations): boolean {
  return typeof typename !== 'string' || !relations.isObjectType(typename) || relations.isOfType(typename, type);
}
