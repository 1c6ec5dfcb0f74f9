import {
  doTypesOverlap,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isUnionType,
  Kind,
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Choices } from './choices.ts';
import { introspections } from './introspections.ts';
import { literal, placeOf } from './literals.ts';
import type { Variables } from './variables.ts';

const DEEPEST = 5;
const MOST_SELECTIONS = 4;
/** Names that a merge by key, or an object with a prototype, may take for something else. */
const ODD_ALIASES = ['__typename', '__key', '___0', 'constructor', 'toString', '__proto__', 'hasOwnProperty'];
const PLAIN_ALIASES = ['a', 'b', 'c', 'id', 'name', 'edges'];

/** What stands under a key of a response, in all selections that merge into one. */
interface Taken {
  readonly node: FieldNode;
  readonly parent: string;
  readonly type: string;
  readonly scope: Scope;
}

type Scope = Map<string, Taken>;

interface At {
  readonly type: GraphQLCompositeType;
  readonly scope: Scope;
  readonly depth: number;
}

export interface SelectionsOptions {
  readonly choices: Choices;
  readonly schema: GraphQLSchema;
  readonly variables: Variables;
  /** About how many fields. */
  readonly budget: number;
}

/** Writes random selections; most of what does not go together under one key is kept apart by an alias. */
export function createSelections({ choices, schema, variables, budget }: SelectionsOptions) {
  let left = budget;
  const fragments: FragmentDefinitionNode[] = [];

  const selectionSet = (at: At): SelectionSetNode => {
    const wanted = 1 + choices.below(MOST_SELECTIONS);
    const selections: SelectionNode[] = [];
    while (selections.length === 0 || (selections.length < wanted && left > 0)) selections.push(selection(at));
    return { kind: Kind.SELECTION_SET, selections };
  };

  const selection = (at: At): SelectionNode => {
    if (at.depth < DEEPEST && left > 0 && choices.chance(isAbstractType(at.type) ? 55 : 15)) return fragment(at);
    left -= 1;
    return field(at);
  };

  const fragment = (at: At): SelectionNode => {
    const isUntyped = choices.chance(12);
    const type = isUntyped ? at.type : narrower(at.type);
    const inner = { type, scope: at.scope, depth: at.depth + 1 };
    const directives = conditions();
    const typeCondition = { kind: Kind.NAMED_TYPE, name: nameNode(type.name) } as const;
    if (isUntyped) return { kind: Kind.INLINE_FRAGMENT, directives, selectionSet: selectionSet(inner) };
    if (choices.chance(60)) {
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet: selectionSet(inner) };
    }
    const known = fragments.filter(({ typeCondition: { name } }) => name.value === type.name);
    if (known.length > 0 && choices.chance(40)) {
      return { kind: Kind.FRAGMENT_SPREAD, name: nameNode(choices.pick(known).name.value), directives };
    }
    // Written down before its name counts: a fragment inside must not spread the one that it is part of.
    const written = selectionSet(inner);
    const name = nameNode(`F${fragments.length}`);
    fragments.push({ kind: Kind.FRAGMENT_DEFINITION, name, typeCondition, selectionSet: written });
    return { kind: Kind.FRAGMENT_SPREAD, name, directives };
  };

  /** A type that some object of this one may have, too. */
  const narrower = (type: GraphQLCompositeType): GraphQLCompositeType => {
    if (isAbstractType(type) && choices.chance(70)) return choices.pick(schema.getPossibleTypes(type));
    return choices.pick(overlapping(schema, type));
  };

  const field = (at: At): SelectionNode => {
    const isRoot = at.type === schema.getQueryType();
    if (isRoot && choices.chance(5)) return choices.pick(introspections(choices, schema, variables));
    const fields = isUnionType(at.type)
      ? []
      : Object.values(at.type.getFields()).filter((each) => fits(each, at.depth));
    if (fields.length === 0 || choices.chance(10)) return typename();
    const again = [...at.scope.values()].filter(({ parent }) => parent === at.type.name);
    if (again.length > 0 && choices.chance(20)) return selectAgain(at, choices.pick(again));
    return selectField(at, choices.pick(fields));
  };

  const fits = ({ type }: GraphQLField<unknown, unknown>, depth: number) =>
    isLeafType(getNamedType(type)) || (depth < DEEPEST && left > 0);

  const typename = (): FieldNode => {
    const alias = choices.chance(20) ? { alias: nameNode(choices.pick(['kind', 'type', 'id', '__kind'])) } : {};
    return { kind: Kind.FIELD, ...alias, name: nameNode('__typename'), directives: conditions() };
  };

  const selectField = (at: At, definition: GraphQLField<unknown, unknown>): FieldNode => {
    const wanted = choices.chance(35) ? aliasFor(at) : definition.name;
    const taken = at.scope.get(wanted);
    if (taken !== undefined && taken.node.name.value === definition.name && taken.type === String(definition.type)) {
      return selectAgain(at, taken);
    }
    const key = taken === undefined || choices.chance(10) ? wanted : `a${at.scope.size}_${left < 0 ? 0 : left}`;
    const node: FieldNode = {
      kind: Kind.FIELD,
      ...(key === definition.name ? {} : { alias: nameNode(key) }),
      name: nameNode(definition.name),
      arguments: argumentsOf(definition),
    };
    const entry = { node, parent: at.type.name, type: String(definition.type), scope: new Map() };
    if (taken === undefined || key !== wanted) at.scope.set(key, entry);
    return complete(at, entry);
  };

  /** The same field with the same arguments under the same key: what is inside merges. */
  const selectAgain = (at: At, taken: Taken): FieldNode => complete(at, taken);

  const complete = (at: At, { node, scope }: Taken): FieldNode => {
    const definition = isUnionType(at.type) ? undefined : at.type.getFields()[node.name.value];
    const inner = definition === undefined ? null : getNamedType(definition.type);
    return {
      ...node,
      directives: conditions(),
      ...(isCompositeType(inner) ? { selectionSet: selectionSet({ type: inner, scope, depth: at.depth + 1 }) } : {}),
    };
  };

  const aliasFor = ({ type }: At): string => {
    if (choices.chance(15)) return choices.pick(ODD_ALIASES);
    const names = isUnionType(type) ? [] : Object.keys(type.getFields());
    return choices.pick(choices.chance(60) && names.length > 0 ? names : PLAIN_ALIASES);
  };

  const argumentsOf = ({ args }: GraphQLField<unknown, unknown>): ArgumentNode[] =>
    args.flatMap((argument) => {
      const mayBeLeftOut = argument.defaultValue !== undefined || !String(argument.type).endsWith('!');
      if (mayBeLeftOut && choices.chance(40)) return [];
      const variableFor = (place: Parameters<Variables['at']>[0]) => (choices.chance(30) ? variables.at(place) : null);
      return [
        {
          kind: Kind.ARGUMENT,
          name: nameNode(argument.name),
          value: literal(choices, placeOf(argument), variableFor),
        },
      ];
    });

  const conditions = (): DirectiveNode[] => {
    if (!choices.chance(14)) return [];
    const names = choices.chance(12) ? ['skip', 'include'] : [choices.pick(['skip', 'include'])];
    return names.map((name) => ({
      kind: Kind.DIRECTIVE,
      name: nameNode(name),
      arguments: [{ kind: Kind.ARGUMENT, name: nameNode('if'), value: variables.condition() }],
    }));
  };

  return {
    of: (type: GraphQLCompositeType): SelectionSetNode => selectionSet({ type, scope: new Map(), depth: 0 }),
    fragments: (): readonly FragmentDefinitionNode[] => fragments,
  };
}

const overlaps = new WeakMap<GraphQLCompositeType, readonly GraphQLCompositeType[]>();

/** Remembered: a large schema has many types, and the same one is asked about for every other fragment. */
function overlapping(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
  const found =
    overlaps.get(type) ??
    Object.values(schema.getTypeMap()).filter(
      (other): other is GraphQLCompositeType =>
        isCompositeType(other) && !other.name.startsWith('__') && doTypesOverlap(schema, type, other),
    );
  overlaps.set(type, found);
  return found;
}

function nameNode(value: string) {
  return { kind: Kind.NAME, value } as const;
}
