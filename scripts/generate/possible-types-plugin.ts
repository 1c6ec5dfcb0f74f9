import {
  isAbstractType,
  isCompositeType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/**
 * A plugin of GraphQL Code Generator: which types the abstract ones stand for, as Apollo Client's cache wants to know
 * it. Only of those that a fragment is on, and only types that can come where it stands: the cache asks for no other,
 * and in a browser every name is weight.
 */
export function plugin(schema: GraphQLSchema, files: readonly { readonly document?: DocumentNode }[]): string {
  const met = new Map<string, Set<string>>();
  for (const { document } of files) if (document !== undefined) collect(schema, document, met);
  const possibleTypes = [...met]
    .filter(([, members]) => members.size > 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, members]) => [name, [...members].sort()] as const);
  const text = JSON.stringify(Object.fromEntries(possibleTypes), null, 2);
  return `export const possibleTypes: Readonly<Record<string, string[]>> = ${text};\n`;
}

/** Where a fragment with a name is spread is not looked for: any type may come there. */
function collect(schema: GraphQLSchema, document: DocumentNode, met: Map<string, Set<string>>): void {
  const note = (condition: string | undefined, within: GraphQLNamedType | null | undefined) => {
    const type = schema.getType(condition ?? '');
    if (!isAbstractType(type)) return;
    const members = met.get(type.name) ?? new Set();
    met.set(type.name, members);
    const here = isCompositeType(within) ? namesOf(schema, within) : undefined;
    for (const { name } of schema.getPossibleTypes(type)) if (here?.has(name) ?? true) members.add(name);
  };
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      InlineFragment: ({ typeCondition }) => note(typeCondition?.name.value, typeInfo.getParentType()),
      FragmentDefinition: ({ typeCondition }) => note(typeCondition.name.value, undefined),
    }),
  );
}

function namesOf(schema: GraphQLSchema, type: GraphQLNamedType): Set<string> {
  const members = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  return new Set(members.map(({ name }) => name));
}
