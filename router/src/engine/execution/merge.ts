import { isObject, own, type JsonObject } from './json.ts';
import type { TypeRelations } from '../graph/type-relations.ts';

/**
 * Adds what a subgraph has sent to an object that others have sent parts of, and keeps the parts of `source` that it
 * can. A null erases nothing, and an object whose type is known is not taken back to being known by its interface.
 */
export function mergeInto(target: JsonObject, source: JsonObject, relations: TypeRelations): void {
  for (const key of Object.keys(source)) {
    // No field is called so, and an alias of it is replaced.
    if (key === '__proto__') continue;
    const value = source[key];
    const present = own(target, key);
    if (present === undefined || present === null) target[key] = value;
    else if (key !== '__typename') target[key] = merged(present, value, relations);
    else if (typeof present === 'string' && !relations.isObjectType(present)) target[key] = value ?? present;
  }
}

function merged(present: unknown, value: unknown, relations: TypeRelations): unknown {
  if (value === undefined || value === null || value === present) return present;
  if (isObject(present) && isObject(value)) {
    mergeInto(present, value, relations);
    return present;
  }
  if (Array.isArray(present) && Array.isArray(value) && present.length === value.length) {
    return present.map((item: unknown, index) => merged(item, value[index] as unknown, relations));
  }
  return value;
}

/** For an object that is merged into several which are not alike: later fetches write into each of them. */
export function cloneJson<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((item: unknown) => cloneJson(item)) as Value;
  if (!isObject(value)) return value;
  const clone: JsonObject = {};
  for (const key of Object.keys(value)) if (key !== '__proto__') clone[key] = cloneJson(value[key]);
  return clone as Value;
}
