import {
  getNamedType,
  isCompositeType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { isObject, own, type JsonObject } from '../execution/json.ts';
import type { Selection } from '../operation/selection.ts';
import { actualType, deferredOf, type CompositeType, type ShapeField, type ShapeOf } from './shape.ts';

/** What one value of a field costs. */
export type WeightOf = (type: string, field: string, valueType: GraphQLNamedType) => number;

/** What is measured: an operation that is prepared. */
export interface Measurable {
  readonly rootType: GraphQLObjectType;
  readonly selections: readonly Selection[];
  readonly shapeOf: ShapeOf;
}

/** Adds up the weights of all values of data, whether written before or not. */
export type Meter = (operation: Measurable, data: JsonObject) => number;

type Measure = (value: unknown) => number;

/** What is needed for an operation is worked out when it is measured first; what weighs nothing is not looked at. */
export function createMeter(schema: GraphQLSchema, weightOf: WeightOf): Meter {
  const measures = new WeakMap<Measurable, Measure>();
  return (operation, data) => {
    let measure = measures.get(operation);
    if (measure === undefined) {
      measure = measureOfObjects(operation.shapeOf, operation.selections, operation.rootType);
      measures.set(operation, measure);
    }
    return measure(data);
  };

  function measureOfObjects(shapeOf: ShapeOf, selections: readonly Selection[], type: CompositeType): Measure {
    const fields = shapeOf(selections, type).flatMap((field) => {
      const measure = field.withheld === undefined ? measureOfField(shapeOf, field, type) : undefined;
      return measure === undefined ? [] : [{ key: field.key, measure }];
    });
    const deferred = deferredOf(schema, selections, type).map((part) =>
      measureOfObjects(shapeOf, part.selections, type),
    );
    return (object) => {
      if (!isObject(object)) return 0;
      const first = fields.reduce((cost, { key, measure }) => cost + measure(own(object, key)), 0);
      return deferred.reduce((cost, measure) => cost + measure(object), first);
    };
  }

  function measureOfField(shapeOf: ShapeOf, field: ShapeField, parent: CompositeType): Measure | undefined {
    if (field.type === undefined) return undefined;
    const type = getNamedType(field.type);
    const weightOfOne = (valueType: GraphQLNamedType) => weightOf(parent.name, field.name, valueType);
    if (!isCompositeType(type)) {
      const weight = weightOfOne(type);
      return weight === 0 ? undefined : forEach(() => weight);
    }
    const byType = new Map<unknown, Measure>();
    return forEach((value) => {
      if (!isObject(value)) return 0;
      const typename = own(value, '__typename');
      let measure = byType.get(typename);
      if (measure === undefined) {
        const actual = actualType(schema, type, typename) ?? type;
        const weight = weightOfOne(actual);
        const below = measureOfObjects(shapeOf, field.selections, actual);
        byType.set(typename, (measure = (object) => weight + below(object)));
      }
      return measure(value);
    });
  }
}

/** Of a value that may be a list, or a list of lists. */
function forEach(measure: Measure): Measure {
  const measureAll: Measure = (value) => {
    if (value === undefined || value === null) return 0;
    if (!Array.isArray(value)) return measure(value);
    return value.reduce<number>((cost, item) => cost + measureAll(item), 0);
  };
  return measureAll;
}
