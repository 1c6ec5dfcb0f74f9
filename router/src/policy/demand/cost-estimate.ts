import {
  getNamedType,
  getNullableType,
  getVariableValues,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  OperationTypeNode,
  valueFromAST,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { CostRules, ListSize } from './cost-rules.ts';
import { lengthByName, lengthByRule, type AskedField } from './list-length.ts';

/** A list whose length nothing in the operation tells, such as the lines of an order. */
const ASSUMED_LENGTH = 10;
/** A mutation changes something. */
const COST_OF_MUTATION = 10;

export interface EstimatedOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** As the client sent them. */
  readonly variables: { readonly [name: string]: unknown };
}

interface Estimation extends EstimatedOperation {
  readonly rules: CostRules;
}

/** How long the lists are that stand directly below a field. */
type LengthOf = (field: string) => number;

const assumed: LengthOf = () => ASSUMED_LENGTH;

/**
 * What the answer to a valid operation could cost at most, counted in objects: each list is taken to be as long as the
 * operation and the graph's rules allow, and what is inside it as often as it is long. Ten fields that nest lists in
 * lists can stand for millions.
 */
export function estimateCost(estimated: EstimatedOperation, rules: CostRules): number {
  const { schema, operation } = estimated;
  const root = schema.getRootType(operation.operation);
  const variables = getVariableValues(schema, operation.variableDefinitions ?? [], estimated.variables).coerced;
  // Execution refuses variables that do not fit.
  if (root == null || variables === undefined) return 0;
  return baseCost(operation) + costBelow({ ...estimated, variables, rules }, operation.selectionSet, root, assumed);
}

/** What an operation costs beside its fields. */
export function baseCost({ operation }: OperationDefinitionNode): number {
  return operation === OperationTypeNode.MUTATION ? COST_OF_MUTATION : 0;
}

/** Of what is below one object of `type`. */
function costBelow(
  estimation: Estimation,
  selectionSet: SelectionSetNode,
  type: GraphQLNamedType,
  lengthOf: LengthOf,
): number {
  return selectionSet.selections.reduce((cost, selection) => {
    switch (selection.kind) {
      case Kind.FIELD:
        return cost + costOfField(estimation, selection, type, lengthOf);
      case Kind.INLINE_FRAGMENT: {
        const on = typeNamed(estimation, selection.typeCondition?.name.value) ?? type;
        return cost + costBelow(estimation, selection.selectionSet, on, lengthOf);
      }
      case Kind.FRAGMENT_SPREAD: {
        const fragment = estimation.fragments.get(selection.name.value);
        const on = typeNamed(estimation, fragment?.typeCondition.name.value);
        if (fragment === undefined || on === undefined) return cost;
        return cost + costBelow(estimation, fragment.selectionSet, on, lengthOf);
      }
    }
  }, 0);
}

function costOfField(estimation: Estimation, node: FieldNode, parent: GraphQLNamedType, lengthOf: LengthOf): number {
  const { rules, variables } = estimation;
  const name = node.name.value;
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  if (field === undefined) return 0;
  const asked: AskedField = { node, field, coordinate: `${parent.name}.${name}` };
  const lists = rules.listSizesOf(parent.name, name).map((rule) => listsOf(rule, asked, variables));
  const type = getNamedType(field.type);
  const levels = listLevels(field.type);
  const longest = Math.max(...lists.map(({ length }) => length ?? lengthOf(name)));
  const times = levels === 0 ? 1 : longest * ASSUMED_LENGTH ** (levels - 1);
  const below: LengthOf = (list) => Math.max(...lists.map((told) => told.lengthBelow(list)));
  const { selectionSet } = node;
  const costOfOne =
    rules.weightOf(parent.name, name, type) +
    (selectionSet === undefined || !isCompositeType(type) ? 0 : costBelow(estimation, selectionSet, type, below));
  // A weight may be less than nothing, a cost may not.
  return Math.max(0, costOfInput(estimation, asked) + times * costOfOne);
}

/** How long the list of a field is, where anything tells, and those right below it. */
function listsOf(
  rule: ListSize | undefined,
  asked: AskedField,
  variables: Estimation['variables'],
): { readonly length: number | undefined; readonly lengthBelow: LengthOf } {
  if (rule === undefined) {
    const length = lengthByName(asked, variables);
    // `first` stands at the connection, and the lists of its edges and nodes are that long.
    const isPage = length !== undefined && listLevels(asked.field.type) === 0;
    return { length, lengthBelow: isPage ? () => length : assumed };
  }
  const length = lengthByRule(rule, asked, variables);
  const { sizedFields } = rule;
  if (sizedFields.length === 0) return { length, lengthBelow: assumed };
  return {
    length: undefined,
    lengthBelow: (list) => (sizedFields.includes(list) ? length : undefined) ?? ASSUMED_LENGTH,
  };
}

/** In how many lists a value stands: what is in a list of lists counts as often as both are long. */
function listLevels(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  return isListType(nullable) ? 1 + listLevels(nullable.ofType) : 0;
}

/** Of the arguments that are given: what the graph has weights for. */
function costOfInput({ rules: { weightOfInput }, variables }: Estimation, asked: AskedField): number {
  if (weightOfInput === undefined) return 0;
  const { node, field, coordinate } = asked;
  return (node.arguments ?? []).reduce((cost, { name, value }) => {
    const definition = field.args.find((argument) => argument.name === name.value);
    if (definition === undefined) return cost;
    const given: unknown = valueFromAST(value, definition.type, variables);
    if (given === undefined) return cost;
    return cost + weightOfInput(`${coordinate}(${name.value})`) + costOfValue(definition.type, given, weightOfInput);
  }, 0);
}

function costOfValue(type: GraphQLInputType, value: unknown, weightOf: (coordinate: string) => number): number {
  if (isNonNullType(type)) return costOfValue(type.ofType, value, weightOf);
  if (isListType(type)) {
    const items = Array.isArray(value) ? value : [];
    return items.reduce<number>((cost, item) => cost + costOfValue(type.ofType, item, weightOf), 0);
  }
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return 0;
  return Object.values(type.getFields()).reduce((cost, { name, type: own }) => {
    if (!Object.hasOwn(value, name)) return cost;
    return cost + weightOf(`${type.name}.${name}`) + costOfValue(own, Reflect.get(value, name), weightOf);
  }, 0);
}

function typeNamed({ schema }: Estimation, name: string | undefined): GraphQLNamedType | undefined {
  return name === undefined ? undefined : schema.getType(name);
}
