import {
  Kind,
  print,
  stripIgnoredCharacters,
  visit,
  type FieldNode,
  type NameNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { SubgraphOperation } from '../../../plan/plan.ts';
import { readFetchedText } from '../../operation/fetched-text.ts';

/** What one operation says about the entities of one context. */
export interface ContextNames {
  readonly responseKey: string;
  /** Of the planner's variable. */
  readonly variable: (name: string) => string;
}

/** The same operation for several contexts at once. */
export interface ContextTexts {
  /** Of the variables that must not be null. */
  readonly required: ReadonlySet<string>;
  operationFor(count: number): SubgraphOperation;
  namesOf(index: number, count: number): ContextNames;
}

/**
 * An operation takes one value for a variable, so that entities with different ones need a field of their own:
 * `_1: _entities(representations: $representations_1) { price(in: $contextualArgument_1_0_1) }`. A text is made once.
 */
export function createContextTexts(
  operation: SubgraphOperation,
  responseKey: string,
  variables: ReadonlySet<string>,
): ContextTexts {
  const definition = readFetchedText(operation.text);
  const known = new Map<number, SubgraphOperation>([[1, operation]]);
  return {
    required: new Set(
      (definition.variableDefinitions ?? []).flatMap(({ variable, type }) =>
        type.kind === Kind.NON_NULL_TYPE ? [variable.name.value] : [],
      ),
    ),
    operationFor: (count) => {
      const made = known.get(count) ?? { ...operation, text: textOf(repeated(definition, count, variables)) };
      known.set(count, made);
      return made;
    },
    namesOf: (index, count) =>
      count === 1
        ? { responseKey, variable: (name) => name }
        : { responseKey: keyOf(index), variable: (name) => nameOf(name, index) },
  };
}

function repeated(
  definition: OperationDefinitionNode,
  count: number,
  variables: ReadonlySet<string>,
): OperationDefinitionNode {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const definitions = definition.variableDefinitions ?? [];
  const isOwn = ({ variable }: VariableDefinitionNode) => variables.has(variable.name.value);
  return {
    ...definition,
    variableDefinitions: [
      ...definitions.filter((known) => !isOwn(known)),
      ...indexes.flatMap((index) => definitions.filter(isOwn).map((known) => numbered(known, index, variables))),
    ],
    selectionSet: {
      ...definition.selectionSet,
      selections: definition.selectionSet.selections.flatMap((field): SelectionNode[] => {
        // It has its `_entities` and nothing else.
        if (field.kind !== Kind.FIELD) return [];
        return indexes.map((index) => ({ ...numbered(field, index, variables), alias: nameNode(keyOf(index)) }));
      }),
    },
  };
}

function numbered<Node extends FieldNode | VariableDefinitionNode>(
  node: Node,
  index: number,
  variables: ReadonlySet<string>,
): Node {
  return visit(node, {
    Variable: (variable) => {
      const { value } = variable.name;
      return variables.has(value) ? { ...variable, name: nameNode(nameOf(value, index)) } : undefined;
    },
  });
}

function keyOf(index: number): string {
  return `_${index}`;
}

function nameOf(variable: string, index: number): string {
  return `${variable}_${index}`;
}

function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

function textOf(definition: OperationDefinitionNode): string {
  return stripIgnoredCharacters(print(definition));
}
