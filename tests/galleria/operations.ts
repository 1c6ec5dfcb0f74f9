import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Kind, parse, print, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql';

/** The operations that clients already send; they work, always. */
const contract: DocumentNode = parse(
  readFileSync(resolve(import.meta.dirname, '../contract/operations.graphql'), 'utf8'),
);

const operations = contract.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);

export const operationNames: readonly string[] = operations.map(({ name }) => name?.value ?? '');

/** One operation of the contract with the fragments that it uses, and no others. */
export function operationText(name: string): string {
  const operation = operations.find((definition) => definition.name?.value === name);
  if (operation === undefined) throw new Error(`The contract has no operation ${name}.`);
  const used = usedFragments(operation, new Set());
  const definitions = contract.definitions.filter(
    (definition) =>
      definition === operation || (definition.kind === Kind.FRAGMENT_DEFINITION && used.has(definition.name.value)),
  );
  return print({ kind: Kind.DOCUMENT, definitions });
}

function usedFragments(
  node: OperationDefinitionNode | DocumentNode['definitions'][number],
  seen: Set<string>,
): Set<string> {
  visit(node, {
    FragmentSpread: ({ name }) => {
      if (seen.has(name.value)) return;
      seen.add(name.value);
      const fragment = contract.definitions.find(
        (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name.value,
      );
      if (fragment !== undefined) usedFragments(fragment, seen);
    },
  });
  return seen;
}
