import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  valueFromASTUntyped,
  type ConstValueNode,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLScalarType,
  type ValueNode,
} from 'graphql';
import type { Choices } from './choices.ts';

const TEXTS = ['', 'x', 'two words', 'a "quote"', 'back\\slash', 'tab\t', 'Größe 😀', '\u2028', '$v', '#', '{', '"""'];
const BLOCK_TEXTS = ['block', 'first\n  second\nthird', 'a "quote" and \\n', 'ends with """ three'];
const INTS = [0, 1, 2, -1, 10, 2_147_483_647, -2_147_483_648];
const FLOATS = ['0.5', '-1.5e3', '3', '0', '1e10'];

/** A place where a value stands: its type, and whether it may be left out. */
export interface ValuePlace {
  readonly type: GraphQLInputType;
  readonly hasDefault: boolean;
}

/** Gives a variable for a place instead of a literal, or null for a literal. */
export type VariableFor = (place: ValuePlace) => ValueNode | null;

const NO_VARIABLES: VariableFor = () => null;

/** A literal that is valid at the place, with variables in it where `variableFor` gives them. */
export function literal(choices: Choices, place: ValuePlace, variableFor = NO_VARIABLES, depth = 0): ValueNode {
  const variable = variableFor(place);
  if (variable !== null) return variable;
  const { type } = place;
  if (isNonNullType(type)) return present(choices, type.ofType, variableFor, depth);
  return choices.chance(10) ? { kind: Kind.NULL } : present(choices, type, variableFor, depth);
}

function present(choices: Choices, type: GraphQLInputType, variableFor: VariableFor, depth: number): ValueNode {
  if (isNonNullType(type)) return present(choices, type.ofType, variableFor, depth);
  if (isListType(type)) {
    const item = { type: type.ofType, hasDefault: false };
    // One value stands for a list of one. Without variables: a list's place does not take one of its items.
    if (choices.chance(25)) return present(choices, item.type, NO_VARIABLES, depth);
    const values = Array.from({ length: choices.below(3) }, () => literal(choices, item, variableFor, depth + 1));
    return { kind: Kind.LIST, values };
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isWanted(choices, field, depth));
    return {
      kind: Kind.OBJECT,
      fields: fields.map((field) => ({
        kind: Kind.OBJECT_FIELD,
        name: { kind: Kind.NAME, value: field.name },
        value: literal(choices, placeOf(field), variableFor, depth + 1),
      })),
    };
  }
  if (isEnumType(type)) return { kind: Kind.ENUM, value: choices.pick(type.getValues()).name };
  return scalarLiteral(choices, type);
}

export function placeOf({ type, defaultValue }: Pick<GraphQLInputField, 'type' | 'defaultValue'>): ValuePlace {
  return { type, hasDefault: defaultValue !== undefined };
}

/** What must be there, and some of the rest; deep inside, little of it, for inputs may nest themselves. */
function isWanted(choices: Choices, { type, defaultValue }: GraphQLInputField, depth: number): boolean {
  if (isNonNullType(type) && defaultValue === undefined) return true;
  return depth < 3 && choices.chance(50);
}

function scalarLiteral(choices: Choices, { name }: GraphQLScalarType): ConstValueNode {
  switch (name) {
    case 'Int':
      return { kind: Kind.INT, value: String(choices.pick(INTS)) };
    case 'Float': {
      const value = choices.pick(FLOATS);
      return { kind: /^-?\d+$/.test(value) ? Kind.INT : Kind.FLOAT, value };
    }
    case 'Boolean':
      return { kind: Kind.BOOLEAN, value: choices.chance(50) };
    case 'ID':
      return choices.chance(30)
        ? { kind: Kind.INT, value: String(choices.below(100)) }
        : { kind: Kind.STRING, value: choices.pick(TEXTS) };
    default:
      return name.endsWith('Json') ? jsonLiteral(choices, 0) : textLiteral(choices);
  }
}

function textLiteral(choices: Choices): ConstValueNode {
  return choices.chance(25)
    ? { kind: Kind.STRING, value: choices.pick(BLOCK_TEXTS), block: true }
    : { kind: Kind.STRING, value: choices.pick(TEXTS) };
}

/** What a scalar that takes anything may be given. */
function jsonLiteral(choices: Choices, depth: number): ConstValueNode {
  switch (choices.below(depth < 2 ? 5 : 3)) {
    case 0:
      return { kind: Kind.INT, value: String(choices.pick(INTS)) };
    case 1:
      return textLiteral(choices);
    case 2:
      return { kind: Kind.BOOLEAN, value: choices.chance(50) };
    case 3:
      return {
        kind: Kind.LIST,
        values: Array.from({ length: choices.below(3) }, () => jsonLiteral(choices, depth + 1)),
      };
    default:
      return {
        kind: Kind.OBJECT,
        fields: ['a', 'id'].slice(0, choices.below(3)).map((name) => ({
          kind: Kind.OBJECT_FIELD,
          name: { kind: Kind.NAME, value: name },
          value: jsonLiteral(choices, depth + 1),
        })),
      };
  }
}

/** A value as JSON that is valid for a variable of the type. */
export function jsonValue(choices: Choices, type: GraphQLInputType): unknown {
  return valueFromASTUntyped(literal(choices, { type, hasDefault: false }));
}
