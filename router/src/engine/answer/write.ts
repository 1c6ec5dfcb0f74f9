import {
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { JsonObject } from '../execution/json.ts';
import type { Selection } from '../operation/selection.ts';
import { leafWriter, unusual } from './leaf-writer.ts';
import { objectWriter, type SharedTexts, type WriteField, type WriteObject } from './object-writer.ts';
import { actualType, type CompositeType, type ShapeField, type ShapeOf } from './shape.ts';

/**
 * The data of an answer as JSON, in one go and with no object in between. Undefined as soon as anything is not as the
 * schema has it: then `complete.ts` finds out what that means. `shared` is what stands in several places of the data.
 */
export type WriteAnswer = (data: JsonObject, shared: ReadonlySet<unknown>) => string | undefined;

/** What is needed for the answers to one operation is worked out when it is needed first, for each type of object. */
export function compileWriter(
  schema: GraphQLSchema,
  shapeOf: ShapeOf,
  selections: readonly Selection[],
  rootType: CompositeType,
): WriteAnswer {
  let write: WriteObject | undefined;
  return (data, shared) => {
    try {
      write ??= writerOfObjects(selections, rootType);
      return write(data, shared.size === 0 ? undefined : { shared, texts: new Map() });
    } catch {
      // Whatever it is, the completer meets it again.
      return undefined;
    }
  };

  function writerOfObjects(below: readonly Selection[], type: CompositeType): WriteObject {
    return objectWriter(shapeOf(below, type).map((field) => ({ ...field, write: writerOfField(field, type) })));
  }

  function writerOfField(field: ShapeField, parent: CompositeType): WriteField {
    if (field.name === '__typename' && isObjectType(parent)) {
      const text = JSON.stringify(parent.name);
      return () => text;
    }
    return field.type === undefined || field.withheld !== undefined ? unusual : writerOf(field, field.type);
  }

  function writerOf(field: ShapeField, type: GraphQLOutputType): WriteField {
    const write = writerOfValue(field, getNullableType(type));
    if (isNonNullType(type)) return (value, shared) => (value == null ? unusual() : write(value, shared));
    return (value, shared) => (value == null ? 'null' : write(value, shared));
  }

  function writerOfValue(field: ShapeField, type: ReturnType<typeof getNullableType<GraphQLOutputType>>): WriteField {
    if (isLeafType(type)) return leafWriter(type);
    if (isListType(type)) return once(writerOfItems(writerOf(field, type.ofType)));
    return once(writerOfComposite(field, type));
  }

  function writerOfComposite(field: ShapeField, type: CompositeType): WriteField {
    const writers = new Map<unknown, WriteObject>();
    return (value, shared) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return unusual();
      const object = value as JsonObject;
      const typename = object['__typename'];
      let write = writers.get(typename);
      if (write === undefined) {
        const actual = actualType(schema, type, typename) ?? unusual();
        writers.set(typename, (write = writerOfObjects(field.selections, actual)));
      }
      return write(object, shared);
    };
  }
}

function writerOfItems(write: WriteField): WriteField {
  return (values, shared) => {
    if (!Array.isArray(values)) return unusual();
    let text = '[';
    for (let index = 0; index < values.length; index += 1) {
      if (index > 0) text += ',';
      text += write(values[index], shared);
    }
    return `${text}]`;
  };
}

/** What stands in several places is written once. */
function once(write: WriteField): WriteField {
  return (value, shared) => {
    if (shared?.shared.has(value) !== true) return write(value, shared);
    const texts = textsOf(shared, write);
    const known = texts.get(value);
    if (known !== undefined) return known;
    const text = write(value, shared);
    texts.set(value, text);
    return text;
  };
}

function textsOf({ texts }: SharedTexts, write: WriteField): Map<unknown, string> {
  const known = texts.get(write) ?? new Map<unknown, string>();
  texts.set(write, known);
  return known;
}
