import {
  getNullableType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { uselessValue, type Arguments } from './operation-builder.ts';

/** One argument, or input field, of a field that is asked for too much. */
export interface Excess {
  /** As in `input.price.amountMinor`. */
  readonly at: string;
  readonly kind: 'text' | 'number' | 'list';
  /** How it is too much. */
  readonly how: string;
  readonly variables: Arguments;
}

/** A sensible value of a name, wherever it stands. */
export type Sensible = (name: string, type: GraphQLInputType) => unknown;

type Value = (leaf: unknown) => unknown;

const TOO_LONG = 'x'.repeat(100_000);
const TOO_MANY = 1_000;
const LARGEST = 2_147_483_647;

/** Arguments as somebody would send them who means it. */
export function usualArguments(field: GraphQLField<unknown, unknown>, sensible: Sensible): Record<string, unknown> {
  return Object.fromEntries(field.args.map(({ name, type }) => [name, valueOf(name, type, sensible)]));
}

/** Each way in which one part of a field's arguments can be too much, with the rest as it should be. */
export function excesses(field: GraphQLField<unknown, unknown>, sensible: Sensible): Excess[] {
  const usual = usualArguments(field, sensible);
  return field.args.flatMap(({ name, type }) =>
    leaves(name, type, sensible, (value) => ({ ...usual, [name]: value })).map(({ at, kind, how, wrap }) => {
      return { at, kind, how, variables: wrap(undefined) as Arguments };
    }),
  );
}

function leaves(
  name: string,
  type: GraphQLInputType,
  sensible: Sensible,
  within: Value,
  at = name,
): (Omit<Excess, 'variables'> & { readonly wrap: Value })[] {
  const inner = getNullableType(type);
  const leaf = (kind: Excess['kind'], how: string, value: unknown) => ({ at, kind, how, wrap: () => within(value) });
  if (isListType(inner)) {
    const items = Array.from({ length: TOO_MANY }, () => valueOf(name, inner.ofType, sensible));
    return [leaf('list', `${TOO_MANY} of them`, items)];
  }
  if (isInputObjectType(inner)) {
    const usual = valueOf(name, inner, sensible) as Record<string, unknown>;
    return Object.values(inner.getFields()).flatMap((field) =>
      leaves(
        field.name,
        field.type,
        sensible,
        (value) => within({ ...usual, [field.name]: value }),
        `${at}.${field.name}`,
      ),
    );
  }
  switch (inner.toString()) {
    case 'String':
      return [leaf('text', 'of 100,000 characters', TOO_LONG)];
    case 'Int':
      return [leaf('number', 'of 2^31 - 1', LARGEST), leaf('number', 'of -2^31', -LARGEST - 1)];
    default:
      return [];
  }
}

function valueOf(name: string, type: GraphQLInputType, sensible: Sensible): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [valueOf(name, inner.ofType, sensible)];
  const given = sensible(name, type);
  if (given !== undefined || !isInputObjectType(inner)) return given ?? uselessValue(name, type);
  const fields = Object.values(inner.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field.name, field.type, sensible)]));
}
