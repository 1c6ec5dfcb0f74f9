import { isAbstractType, visit, type DocumentNode, type GraphQLSchema } from 'graphql';

/**
 * A plugin of GraphQL Code Generator: which types the abstract ones stand for, as Apollo Client's cache wants to know
 * it. Only of those that a fragment is on: the cache asks for no other, and in a browser every name is weight.
 */
export function plugin(schema: GraphQLSchema, files: readonly { readonly document?: DocumentNode }[]): string {
  const named = new Set(files.flatMap(({ document }) => (document === undefined ? [] : conditionsOf(document))));
  const possibleTypes = [...named].sort().flatMap((name) => {
    const type = schema.getType(name);
    if (!isAbstractType(type)) return [];
    const members = schema.getPossibleTypes(type).map((member) => member.name);
    return [[name, members.sort()] as const];
  });
  const text = JSON.stringify(Object.fromEntries(possibleTypes), null, 2);
  return `export const possibleTypes: Readonly<Record<string, string[]>> = ${text};\n`;
}

function conditionsOf(document: DocumentNode): string[] {
  const names: string[] = [];
  visit(document, {
    InlineFragment: ({ typeCondition }) => void (typeCondition && names.push(typeCondition.name.value)),
    FragmentDefinition: ({ typeCondition }) => void names.push(typeCondition.name.value),
  });
  return names;
}
