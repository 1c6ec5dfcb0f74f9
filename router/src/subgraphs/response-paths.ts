import { Kind, parse, type FieldNode, type SelectionNode } from 'graphql';

/** Which fields of the response a subgraph's operation fills; `at` is where the entities stand that it adds to. */
export function responsePaths(operation: string, at: readonly (string | number)[] = []): string[] {
  const [definition] = parse(operation, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  const fields = fieldsOf(definition.selectionSet.selections).flatMap((field) =>
    field.name.value === '_entities' ? fieldsOf(field.selectionSet?.selections ?? []) : [field],
  );
  const keys = fields.map(({ alias, name }) => (alias ?? name).value).filter((key) => key !== '__typename');
  return [...new Set(keys)].map((key) => [...at, key].join('.'));
}

function fieldsOf(selections: readonly SelectionNode[]): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet.selections) : [];
  });
}
