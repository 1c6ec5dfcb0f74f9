import {
  executeSync,
  Kind,
  OperationTypeNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { AcceptedOperation } from '../operation/accept.ts';

/** The fields by which a schema tells of itself; `__typename` is answered where its object is. */
export function isRootIntrospection(name: string): boolean {
  return name === '__schema' || name === '__type';
}

/**
 * Answers the introspection in an operation by the reference implementation, over the schema that clients see.
 * Nothing when there is none. `variables` are the coerced ones.
 */
export function introspect(
  schema: GraphQLSchema,
  { operation, fragments }: AcceptedOperation,
  variables: Readonly<Record<string, unknown>>,
): Pick<ExecutionResult, 'data' | 'errors'> {
  if (operation.operation !== OperationTypeNode.QUERY) return {};
  const fields: FieldNode[] = [];
  collect(operation.selectionSet);
  if (fields.length === 0) return {};
  const asked = { ...operation, selectionSet: { ...operation.selectionSet, selections: fields } };
  const document = { kind: Kind.DOCUMENT, definitions: [asked, ...fragments.values()] } as const;
  return executeSync({ schema, document, variableValues: variables });

  function collect({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        if (isRootIntrospection(selection.name.value)) fields.push(selection);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else {
        const fragment = fragments.get(selection.name.value);
        if (fragment !== undefined) collect(fragment.selectionSet);
      }
    }
  }
}
