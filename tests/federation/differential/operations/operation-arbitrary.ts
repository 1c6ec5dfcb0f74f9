import { Arbitrary, Stream, Value, type Random } from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import type { Operation } from '../engines/engine.ts';
import { choicesOf } from './choices.ts';
import { randomOperation } from './random-operation.ts';
import { smallerOperations } from './smaller-operations.ts';

/** Random operations of a schema for fast-check, which gives the seed and drives the shrinking. */
export function operations(schema: GraphQLSchema): Arbitrary<Operation> {
  return new OperationArbitrary(schema);
}

class OperationArbitrary extends Arbitrary<Operation> {
  readonly #schema: GraphQLSchema;

  constructor(schema: GraphQLSchema) {
    super();
    this.#schema = schema;
  }

  override generate(random: Random): Value<Operation> {
    return new Value(randomOperation(choicesOf(random), this.#schema), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Operation {
    return typeof value === 'object' && value !== null && 'query' in value;
  }

  override shrink(operation: Operation): Stream<Value<Operation>> {
    return new Stream(smallerOperations(this.#schema, operation)).map((smaller) => new Value(smaller, undefined));
  }
}
