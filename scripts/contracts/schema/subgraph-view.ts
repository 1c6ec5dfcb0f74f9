import {
  buildASTSchema,
  Kind,
  specifiedScalarTypes,
  visit,
  type ASTNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
} from 'graphql';

/** Fields that the router asks another subgraph for, by subgraph: `Type.field`. */
export type Overridden = ReadonlyMap<string, ReadonlySet<string>>;

const OF_GRAPHQL = ['deprecated', 'specifiedBy', 'oneOf'];

/**
 * What a router may ask a subgraph for: its schema without the directives of Federation and without fields that it only
 * declares (`@external`) or has handed over.
 */
export function subgraphView(typeDefs: DocumentNode, handedOver: ReadonlySet<string> | undefined): GraphQLSchema {
  const definitions = typeDefs.definitions.flatMap((definition) => plainDefinition(definition, handedOver));
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: complete(definitions) };
  return buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
}

/** What other subgraphs have taken over with `@override`, all of it and not a share of the requests. */
export function overriddenFields(subgraphs: readonly { readonly typeDefs: DocumentNode }[]): Overridden {
  const overridden = new Map<string, Set<string>>();
  for (const { typeDefs } of subgraphs) {
    for (const { type, field } of typeDefs.definitions.flatMap(objectFields)) {
      const override = directivesOf(field, 'override')[0];
      const from = argumentOf(override, 'from');
      if (from === undefined || argumentOf(override, 'label') !== undefined) continue;
      overridden.set(from, (overridden.get(from) ?? new Set()).add(`${type}.${field.name.value}`));
    }
  }
  return overridden;
}

export function directivesOf(node: ASTNode, name: string): ConstDirectiveNode[] {
  const directives = 'directives' in node ? ((node.directives ?? []) as readonly ConstDirectiveNode[]) : [];
  return directives.filter(
    (directive) => directive.name.value === name || directive.name.value === `federation__${name}`,
  );
}

/** The text of an argument, or what stands for it. */
export function argumentOf(directive: ConstDirectiveNode | undefined, name: string): string | undefined {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  if (value?.kind === Kind.STRING) return value.value;
  return value?.kind === Kind.BOOLEAN ? String(value.value) : undefined;
}

export function objectFields(definition: DefinitionNode): { type: string; field: FieldDefinitionNode }[] {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) return [];
  return (definition.fields ?? []).map((field) => ({ type: definition.name.value, field }));
}

function plainDefinition(definition: DefinitionNode, handedOver: ReadonlySet<string> | undefined): DefinitionNode[] {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION) return [];
  const left = new Set(
    objectFields(definition)
      .filter(
        ({ type, field }) =>
          directivesOf(field, 'external').length > 0 || handedOver?.has(`${type}.${field.name.value}`) === true,
      )
      .map(({ field }) => field),
  );
  return [
    visit(definition, {
      FieldDefinition: (field) => (left.has(field) ? null : undefined),
      Directive: ({ name }) => (OF_GRAPHQL.includes(name.value) ? undefined : null),
    }),
  ];
}

/** Extensions of what another subgraph defines stand for a definition here, and types of Federation for scalars. */
function complete(definitions: readonly DefinitionNode[]): DefinitionNode[] {
  const defined = new Set(
    definitions.flatMap((node) => (node.kind.endsWith('TypeDefinition') && 'name' in node ? [node.name?.value] : [])),
  );
  const whole = definitions.map((node) => {
    const name = 'name' in node ? node.name?.value : undefined;
    if (!node.kind.endsWith('TypeExtension') || name === undefined || defined.has(name)) return node;
    defined.add(name);
    return { ...node, kind: node.kind.replace('Extension', 'Definition') } as DefinitionNode;
  });
  const unknown = new Set<string>();
  visit({ kind: Kind.DOCUMENT, definitions: whole } satisfies DocumentNode, {
    NamedType: ({ name: { value } }) => {
      if (!defined.has(value) && !specifiedScalarTypes.some(({ name }) => name === value)) unknown.add(value);
    },
  });
  const scalars = [...unknown].map((value): DefinitionNode => {
    return { kind: Kind.SCALAR_TYPE_DEFINITION, name: { kind: Kind.NAME, value } };
  });
  return [...whole, ...scalars];
}
