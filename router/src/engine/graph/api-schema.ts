import {
  buildASTSchema,
  DirectiveLocation,
  Kind,
  specifiedDirectives,
  type DefinitionNode,
  type DirectiveDefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  type NamedTypeNode,
  type TypeNode,
} from 'graphql';
import { DEFER_DEFINITIONS } from './defer-directive.ts';
import { isOfFeature, localDirective, type Feature } from './supergraph-features.ts';

/**
 * What clients see of a supergraph: without the machinery of federation, and without all that is `@inaccessible`
 * (https://specs.apollo.dev/inaccessible), and with `@defer`. Composition has made sure that nothing visible needs what
 * is hidden.
 */
export function buildApiSchema(supergraph: DocumentNode, features: readonly Feature[]): GraphQLSchema {
  const inaccessible = localDirective(features, 'inaccessible');
  const isVisible = ({ directives }: Directed) => !directives?.some(({ name }) => name.value === inaccessible);
  const hiddenTypes = new Set(
    supergraph.definitions.flatMap((definition) =>
      'name' in definition && definition.name !== undefined && !isVisible(definition) ? [definition.name.value] : [],
    ),
  );
  const isVisibleType = (type: { readonly name: { readonly value: string } }) =>
    !hiddenTypes.has(type.name.value) && !isOfFeature(features, type.name.value);
  const definitions = supergraph.definitions.flatMap((definition) =>
    visibleDefinition(definition, { features, isVisible, isVisibleType }),
  );
  const document = { kind: Kind.DOCUMENT, definitions: [...definitions, ...DEFER_DEFINITIONS] } as const;
  return buildASTSchema(document, { assumeValidSDL: true });
}

interface Directed {
  readonly directives?: readonly DirectiveNode[] | undefined;
}

interface Sight {
  readonly features: readonly Feature[];
  readonly isVisible: (node: Directed) => boolean;
  readonly isVisibleType: (node: { readonly name: { readonly value: string } }) => boolean;
}

function visibleDefinition(definition: DefinitionNode, sight: Sight): DefinitionNode[] {
  const { features, isVisible, isVisibleType } = sight;
  const visible = <Node extends Directed>(nodes: readonly Node[] | undefined) =>
    (nodes ?? []).filter(isVisible).map(withStandardDirectives);
  switch (definition.kind) {
    case Kind.SCHEMA_DEFINITION:
      return [{ ...definition, directives: [] }];
    case Kind.DIRECTIVE_DEFINITION:
      // Those of specifications are for composition and routers, but for what an operation may say.
      if (isOfFeature(features, `@${definition.name.value}`) && !isForOperations(definition)) return [];
      if (!(definition.arguments ?? []).every(({ type }) => isVisibleType(namedType(type)))) return [];
      return [{ ...definition, arguments: visible(definition.arguments) }];
    case Kind.SCALAR_TYPE_DEFINITION:
      return isVisibleType(definition) ? [withStandardDirectives(definition)] : [];
    case Kind.ENUM_TYPE_DEFINITION:
      if (!isVisibleType(definition)) return [];
      return [{ ...withStandardDirectives(definition), values: visible(definition.values) }];
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      if (!isVisibleType(definition)) return [];
      return [{ ...withStandardDirectives(definition), fields: visible(definition.fields) }];
    case Kind.UNION_TYPE_DEFINITION:
      if (!isVisibleType(definition)) return [];
      return [{ ...withStandardDirectives(definition), types: definition.types?.filter(isVisibleType) ?? [] }];
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      if (!isVisibleType(definition)) return [];
      return [
        {
          ...withStandardDirectives(definition),
          interfaces: definition.interfaces?.filter(isVisibleType) ?? [],
          fields: visible(definition.fields).map((field) => ({ ...field, arguments: visible(field.arguments) })),
        },
      ];
    default:
      return [];
  }
}

function isForOperations({ locations }: DirectiveDefinitionNode): boolean {
  return locations.some(({ value }) => OPERATION_LOCATIONS.has(value));
}

const OPERATION_LOCATIONS: ReadonlySet<string> = new Set([
  DirectiveLocation.QUERY,
  DirectiveLocation.MUTATION,
  DirectiveLocation.SUBSCRIPTION,
  DirectiveLocation.FIELD,
  DirectiveLocation.FRAGMENT_DEFINITION,
  DirectiveLocation.FRAGMENT_SPREAD,
  DirectiveLocation.INLINE_FRAGMENT,
  DirectiveLocation.VARIABLE_DEFINITION,
]);

function namedType(type: TypeNode): NamedTypeNode {
  return type.kind === Kind.NAMED_TYPE ? type : namedType(type.type);
}

const STANDARD_DIRECTIVES = new Set(specifiedDirectives.map(({ name }) => name));

/** `@deprecated`, `@specifiedBy` and `@oneOf` are told by introspection; others are for composition. */
function withStandardDirectives<Node extends Directed>(node: Node): Node {
  return { ...node, directives: node.directives?.filter(({ name }) => STANDARD_DIRECTIVES.has(name.value)) ?? [] };
}
