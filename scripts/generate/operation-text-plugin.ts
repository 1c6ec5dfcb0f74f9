import { Kind, print, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql';

/**
 * A plugin of GraphQL Code Generator: each operation as the text to send, typed with what it takes and what it answers.
 * Text, because a service that calls another has no use for a parsed document at run time.
 */
export function plugin(_schema: unknown, files: readonly { readonly document?: DocumentNode }[]): string {
  const documents = files.flatMap(({ document }) => (document === undefined ? [] : [document]));
  const operations = documents.flatMap(({ definitions }) =>
    definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION),
  );
  return [OPERATION_TEXT_TYPE, ...operations.map((operation) => operationConstant(operation, documents))].join('\n\n');
}

const OPERATION_TEXT_TYPE = `/** The text of an operation, which knows the types of its result and its variables. */
export type OperationText<Result, Variables> = string & { readonly __types?: (variables: Variables) => Result };`;

/** `query AccountStanding` becomes `accountStandingOperation`, and its types are those of typescript-operations. */
function operationConstant(operation: OperationDefinitionNode, documents: readonly DocumentNode[]): string {
  const name = operation.name?.value;
  if (name === undefined) throw new Error('An operation that a service sends has a name: it shows in logs and traces.');
  const pascal = name.charAt(0).toUpperCase() + name.slice(1);
  const camel = name.charAt(0).toLowerCase() + name.slice(1);
  const kind = operation.operation.charAt(0).toUpperCase() + operation.operation.slice(1);
  const text = JSON.stringify([operation, ...fragmentsOf(operation, documents)].map((node) => print(node)).join('\n'));
  const type = `OperationText<${pascal}${kind}, ${pascal}${kind}Variables>`;
  return `export const ${camel}Operation: ${type} = ${text};`;
}

function fragmentsOf(operation: OperationDefinitionNode, documents: readonly DocumentNode[]) {
  const fragments = documents.flatMap(({ definitions }) =>
    definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION),
  );
  const used = new Set<string>();
  const collect = (node: Parameters<typeof visit>[0]) => {
    visit(node, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.find((candidate) => candidate.name.value === name.value);
        if (fragment === undefined || used.has(name.value)) return;
        used.add(name.value);
        collect(fragment);
      },
    });
  };
  collect(operation);
  return fragments.filter(({ name }) => used.has(name.value));
}
