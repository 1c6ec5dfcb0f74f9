import {
  getNamedType,
  getNullableType,
  getVariableValues,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  valueFromAST,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** A list whose length nothing in the operation tells, such as the lines of an order. */
const ASSUMED_LENGTH = 10;

export interface CountedOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** As the client sent them. */
  readonly variables: { readonly [name: string]: unknown };
}

/**
 * How many objects the answer to a valid operation could hold: each list is taken to be as long as its `first` or `ids`
 * allow, and those inside it as often as it is long. Ten fields that nest lists in lists can stand for millions.
 */
export function countObjects(counted: CountedOperation): number {
  const { schema, operation } = counted;
  const root = schema.getRootType(operation.operation);
  const variables = getVariableValues(schema, operation.variableDefinitions ?? [], counted.variables).coerced;
  // Execution refuses variables that do not fit.
  if (root == null || variables === undefined) return 0;
  return countBelow({ ...counted, variables }, operation.selectionSet, root, ASSUMED_LENGTH);
}

/** Objects below one object of `type`; `pageLength` is what the connection that it stands in was asked for. */
function countBelow(
  counted: CountedOperation,
  selectionSet: SelectionSetNode,
  type: GraphQLNamedType,
  pageLength: number,
): number {
  return selectionSet.selections.reduce((count, selection) => {
    switch (selection.kind) {
      case Kind.FIELD:
        return count + countField(counted, selection, type, pageLength);
      case Kind.INLINE_FRAGMENT: {
        const on = typeNamed(counted, selection.typeCondition?.name.value) ?? type;
        return count + countBelow(counted, selection.selectionSet, on, pageLength);
      }
      case Kind.FRAGMENT_SPREAD: {
        const fragment = counted.fragments.get(selection.name.value);
        const on = typeNamed(counted, fragment?.typeCondition.name.value);
        if (fragment === undefined || on === undefined) return count;
        return count + countBelow(counted, fragment.selectionSet, on, pageLength);
      }
    }
  }, 0);
}

function countField(counted: CountedOperation, node: FieldNode, parent: GraphQLNamedType, pageLength: number): number {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  if (field === undefined || node.selectionSet === undefined) return 0;
  const type = getNamedType(field.type);
  if (!isCompositeType(type)) return 0;
  const asked = askedLength(counted, node, field);
  const isList = isListType(getNullableType(field.type));
  // `first` stands at the connection, and the lists of its edges and nodes are that long.
  const length = isList ? (asked ?? pageLength) : 1;
  const below = countBelow(counted, node.selectionSet, type, isList ? ASSUMED_LENGTH : (asked ?? ASSUMED_LENGTH));
  return length * (1 + below);
}

/** What `first` or `ids` limit a field's list to; undefined when it has neither. */
function askedLength(
  { variables }: CountedOperation,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
): number | undefined {
  for (const { name, type, defaultValue } of field.args) {
    if (name !== 'first' && name !== 'ids') continue;
    const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
    const value: unknown = given === undefined ? defaultValue : valueFromAST(given, type, variables);
    // A field that is asked for nothing, or less, is refused by its service.
    if (typeof value === 'number') return Math.max(value, 0);
    if (Array.isArray(value)) return value.length;
  }
  return undefined;
}

function typeNamed({ schema }: CountedOperation, name: string | undefined): GraphQLNamedType | undefined {
  return name === undefined ? undefined : schema.getType(name);
}
