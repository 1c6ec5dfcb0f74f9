import {
  isNonNullType,
  GraphQLNonNull,
  Kind,
  parseConstValue,
  parseType,
  type ConstValueNode,
  type GraphQLInputType,
  type GraphQLNullableType,
  type ValueNode,
  type VariableDefinitionNode,
  type VariableNode,
} from 'graphql';
import type { Choices } from './choices.ts';
import { jsonValue, literal, type ValuePlace } from './literals.ts';

/** The variables of one operation, made as they are needed. */
export interface Variables {
  /** A variable that may stand at the place, new or used before. */
  readonly at: (place: ValuePlace) => VariableNode;
  /** `true`, `false` or a variable, for `@skip` and `@include`. */
  readonly condition: () => ValueNode;
  /** A variable that holds the name of a type. */
  readonly typeName: (name: string) => VariableNode;
  readonly definitions: () => readonly VariableDefinitionNode[];
  readonly values: () => Readonly<Record<string, unknown>>;
}

const BOOLEAN_TEXTS = ['Boolean!', 'Boolean! = true', 'Boolean! = false', 'Boolean = true', 'Boolean = false'];

export function createVariables(choices: Choices): Variables {
  const definitions: VariableDefinitionNode[] = [];
  const typed: { readonly name: string; readonly type: string }[] = [];
  const values: Record<string, unknown> = {};
  const conditions = new Set<string>();
  const add = (type: string, defaultValue: ConstValueNode | null): VariableNode => {
    const variable = variableNode(`v${definitions.length}`);
    definitions.push({
      kind: Kind.VARIABLE_DEFINITION,
      variable,
      type: parseType(type, { noLocation: true }),
      ...(defaultValue === null ? {} : { defaultValue }),
    });
    return variable;
  };

  const create = (place: ValuePlace): VariableNode => {
    const type = variableType(choices, place);
    const wantsDefault = String(type) !== String(place.type) && !place.hasDefault && isNonNullType(place.type);
    const hasDefault = wantsDefault || choices.chance(30);
    const defaultPlace = { type: wantsDefault ? place.type : type, hasDefault: false };
    const variable = add(String(type), hasDefault ? (literal(choices, defaultPlace) as ConstValueNode) : null);
    const name = variable.name.value;
    typed.push({ name, type: String(type) });
    const mayBeOmitted = hasDefault || !isNonNullType(type);
    if (!mayBeOmitted || choices.chance(60)) values[name] = jsonValue(choices, type);
    return variable;
  };

  const condition = (): ValueNode => {
    if (choices.chance(50)) return { kind: Kind.BOOLEAN, value: choices.chance(50) };
    const known = definitions.filter(({ variable }) => conditions.has(variable.name.value));
    if (known.length > 0 && choices.chance(50)) return variableNode(choices.pick(known).variable.name.value);
    const [type = '', defaultText] = choices.pick(BOOLEAN_TEXTS).split(' = ');
    const variable = add(type, defaultText === undefined ? null : parseConstValue(defaultText, { noLocation: true }));
    conditions.add(variable.name.value);
    if (defaultText === undefined || choices.chance(50)) values[variable.name.value] = choices.chance(50);
    return variable;
  };

  const typeName = (name: string): VariableNode => {
    const isDefault = choices.chance(40);
    const variable = add('String!', isDefault ? { kind: Kind.STRING, value: name } : null);
    if (!isDefault) values[variable.name.value] = name;
    return variable;
  };

  return {
    at: (place) => {
      const fitting = typed.filter(({ type }) => type === String(place.type) || type === `${String(place.type)}!`);
      return fitting.length > 0 && choices.chance(40) ? variableNode(choices.pick(fitting).name) : create(place);
    },
    condition,
    typeName,
    definitions: () => definitions,
    values: () => values,
  };
}

function variableNode(name: string): VariableNode {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } };
}

/** The type of the place, or one that may stand there too: stricter, or nullable where a default fills in. */
function variableType(choices: Choices, { type }: ValuePlace): GraphQLInputType {
  if (!choices.chance(25)) return type;
  if (isNonNullType(type)) return type.ofType;
  return new GraphQLNonNull(type as GraphQLNullableType) as GraphQLInputType;
}
