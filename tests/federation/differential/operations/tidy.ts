import {
  Kind,
  visit,
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';

/** A document without some nodes, and without what then is empty or unused; null when an operation is left empty. */
export function without(document: DocumentNode, removed: ReadonlySet<ASTNode>): DocumentNode | null {
  return tidy(visit(document, { enter: (node) => (removed.has(node) ? null : undefined) }));
}

/** Takes out what is empty or unused, until nothing is. */
export function tidy(document: DocumentNode): DocumentNode | null {
  let current = document;
  for (;;) {
    const next = withoutUnused(withoutEmpty(current));
    if (next.definitions.some((definition) => 'selectionSet' in definition && isEmptyOperation(definition)))
      return null;
    if (next.definitions.length === 0) return null;
    if (count(next) === count(current)) return next;
    current = next;
  }
}

function isEmptyOperation(definition: OperationDefinitionNode | FragmentDefinitionNode): boolean {
  return definition.kind === Kind.OPERATION_DEFINITION && definition.selectionSet.selections.length === 0;
}

function withoutEmpty(document: DocumentNode): DocumentNode {
  return visit(document, {
    leave: (node) => {
      const mayGo =
        node.kind === Kind.FIELD || node.kind === Kind.INLINE_FRAGMENT || node.kind === Kind.FRAGMENT_DEFINITION;
      return mayGo && node.selectionSet?.selections.length === 0 ? null : undefined;
    },
  });
}

function withoutUnused(document: DocumentNode): DocumentNode {
  const defined = names(document, Kind.FRAGMENT_DEFINITION);
  const spread = names(document, Kind.FRAGMENT_SPREAD);
  return visit(document, {
    enter: (node) => {
      if (node.kind === Kind.FRAGMENT_DEFINITION && !spread.has(node.name.value)) return null;
      if (node.kind === Kind.FRAGMENT_SPREAD && !defined.has(node.name.value)) return null;
      if (node.kind !== Kind.OPERATION_DEFINITION) return undefined;
      const used = usedVariables(document, node);
      const kept = (node.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
      return kept.length === node.variableDefinitions?.length ? undefined : { ...node, variableDefinitions: kept };
    },
  });
}

function names(document: DocumentNode, kind: Kind.FRAGMENT_DEFINITION | Kind.FRAGMENT_SPREAD): ReadonlySet<string> {
  const found = new Set<string>();
  visit(document, { [kind]: { enter: ({ name }: { name: { value: string } }) => void found.add(name.value) } });
  return found;
}

/** The names of the variables in an operation, and in the fragments that it comes to. */
function usedVariables(document: DocumentNode, operation: OperationDefinitionNode): ReadonlySet<string> {
  const used = new Set<string>();
  const seen = new Set<string>();
  const look = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      VariableDefinition: () => false,
      Variable: ({ name }) => void used.add(name.value),
      FragmentSpread: ({ name }) => {
        if (seen.has(name.value)) return;
        seen.add(name.value);
        const found = document.definitions.find(
          (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name.value,
        );
        if (found?.kind === Kind.FRAGMENT_DEFINITION) look(found);
      },
    });
  };
  look(operation);
  return used;
}

/** How many nodes a document has. */
export function count(document: DocumentNode): number {
  let nodes = 0;
  visit(document, { enter: () => void (nodes += 1) });
  return nodes;
}
