import {
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { pathKeys, type ErrorLog, type Path } from '../execution/error-log.ts';
import { invalidAnswer } from '../execution/invalid-answer.ts';
import { isObject, own, type JsonObject } from '../execution/json.ts';
import type { Selection } from '../operation/selection.ts';
import { unauthorized } from '../authorization/unauthorized.ts';
import {
  actualType,
  deferredOf,
  type CompositeType,
  type DeferredFragment,
  type ShapeField,
  type ShapeOf,
} from './shape.ts';

export interface Completion {
  readonly schema: GraphQLSchema;
  readonly shapeOf: ShapeOf;
  readonly errors: ErrorLog;
  /** What the schema tells of itself, by response name. */
  readonly introspected: Readonly<Record<string, unknown>> | null | undefined;
  /** Takes what is left out of the answer because it is deferred; absent where nothing is. */
  readonly deferred?: DeferredObject[];
}

/** An object of the answer of which a fragment is deferred. */
export interface DeferredObject {
  readonly fragment: DeferredFragment;
  readonly type: CompositeType;
  readonly data: JsonObject;
  /** Where the client has it. */
  readonly path: Path | undefined;
}

/** A null where there must be none: the value around it becomes null instead. */
const MISSING = Symbol('missing');

/**
 * The answer to what was selected, from what subgraphs have sent: fields in the client's order and under its names,
 * nothing else, values as their types want them, and nulls as section 6.4.4 of the specification says. Every null that
 * no subgraph has given an error for gets one here. Null when the answer as a whole cannot be.
 */
export function completeAnswer(
  completion: Completion,
  selections: readonly Selection[],
  rootType: CompositeType,
  data: JsonObject,
): JsonObject | null {
  const object = completeObject(completion, selections, rootType, data, undefined);
  return dropBelowNull(completion, 0, object) === MISSING ? null : (object as JsonObject);
}

/** The same for what has been left out of it: null when it as a whole cannot be. */
export function completeDeferred(completion: Completion, deferred: DeferredObject): JsonObject | null {
  const { fragment, type, data, path } = deferred;
  const before = completion.deferred?.length ?? 0;
  const object = completeObject(completion, fragment.selections, type, data, path);
  return dropBelowNull(completion, before, object) === MISSING ? null : (object as JsonObject);
}

function completeObject(
  completion: Completion,
  selections: readonly Selection[],
  type: CompositeType,
  data: JsonObject,
  path: Path | undefined,
): JsonObject | typeof MISSING {
  for (const fragment of completion.deferred === undefined ? [] : deferredOf(completion.schema, selections, type)) {
    completion.deferred?.push({ fragment, type, data, path });
  }
  return completeFields(completion, completion.shapeOf(selections, type), type, data, path);
}

/** Where there is no object in the end, nothing of it comes later. */
function dropBelowNull<Value>({ deferred }: Completion, before: number, value: Value): Value {
  if (deferred !== undefined && (value === null || value === MISSING)) deferred.length = before;
  return value;
}

function completeFields(
  completion: Completion,
  fields: readonly ShapeField[],
  type: CompositeType,
  data: JsonObject,
  path: Path | undefined,
): JsonObject | typeof MISSING {
  // Without a prototype, so that a field may be called `__proto__`.
  const answer = Object.create(null) as JsonObject;
  let isMissing = false;
  for (const field of fields) {
    const value = completeField(completion, field, type, data, { above: path, key: field.responseName });
    // The others are looked at all the same, for their errors.
    if (value === MISSING) isMissing = true;
    else answer[field.responseName] = value;
  }
  return isMissing ? MISSING : answer;
}

function completeField(
  completion: Completion,
  field: ShapeField,
  type: CompositeType,
  data: JsonObject,
  path: Path,
): unknown {
  if (field.name === '__typename') return isObjectType(type) ? type.name : missing(completion, path, '__typename');
  if (field.withheld !== undefined) return withhold(completion, field, path);
  if (field.type === undefined) return own(completion.introspected ?? {}, field.responseName) ?? null;
  return completeValue(completion, field, field.type, own(data, field.key), path);
}

/** A null that has errors, whatever subgraphs have sent: some of it a service may have needed from another one. */
function withhold({ errors }: Completion, { type, withheld = [] }: ShapeField, path: Path): unknown {
  const place = pathKeys(path);
  for (const { coordinate, path: below } of withheld) errors.add(unauthorized(coordinate, [...place, ...below]));
  return isNonNullType(type) ? MISSING : null;
}

function completeValue(
  completion: Completion,
  field: ShapeField,
  type: GraphQLOutputType,
  value: unknown,
  path: Path,
): unknown {
  const isRequired = isNonNullType(type);
  if (value === undefined || value === null) return isRequired ? missing(completion, path, field.name) : null;
  const before = completion.deferred?.length ?? 0;
  const completed = completeNullable(completion, field, isRequired ? type.ofType : type, value, path);
  dropBelowNull(completion, before, completed);
  return completed === null && isRequired ? MISSING : completed;
}

/** A value that is there, for a type without its `!`. Null when it does not fit the type, which is then told. */
function completeNullable(
  completion: Completion,
  field: ShapeField,
  given: GraphQLOutputType,
  value: unknown,
  path: Path,
): unknown {
  const type = getNullableType(given);
  if (isListType(type)) {
    if (!Array.isArray(value)) return unfit(completion, path, field, 'list');
    return completeItems(completion, field, type.ofType, value, path);
  }
  if (isLeafType(type)) {
    try {
      return type.serialize(value) ?? unfit(completion, path, field, type.name);
    } catch {
      return unfit(completion, path, field, type.name);
    }
  }
  if (!isObject(value)) return unfit(completion, path, field, type.name);
  const actual = actualType(completion.schema, type, own(value, '__typename'));
  if (actual === undefined) return unfit(completion, path, field, type.name);
  const object = completeObject(completion, field.selections, actual, value, path);
  return object === MISSING ? null : object;
}

function completeItems(
  completion: Completion,
  field: ShapeField,
  type: GraphQLOutputType,
  values: readonly unknown[],
  path: Path,
): unknown {
  let isMissing = false;
  const items = values.map((value, key) => {
    const item = completeValue(completion, field, type, value, { above: path, key });
    if (item === MISSING) isMissing = true;
    return item;
  });
  return isMissing ? null : items;
}

function missing(completion: Completion, path: Path, name: string): typeof MISSING {
  const keys = pathKeys(path);
  if (!completion.errors.explains(keys)) {
    completion.errors.add(invalidAnswer(`gave no ${name}, which has to be there`, keys));
  }
  return MISSING;
}

function unfit(completion: Completion, path: Path, field: ShapeField, wanted: string): null {
  completion.errors.add(invalidAnswer(`gave a ${field.name} that is no ${wanted}`, pathKeys(path)));
  return null;
}
