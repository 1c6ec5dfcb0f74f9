import {
  Kind,
  parse,
  print,
  visit,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { readRequirements, type Requirements } from '../../../router/src/engine/authorization/requirements.ts';
import { localDirective, readFeatures } from '../../../router/src/engine/graph/supergraph-features.ts';

export const ACCESS_DIRECTIVES = ['authenticated', 'requiresScopes', 'policy'];

/** What a supergraph asks of those who ask it, as the router enforces it. */
export interface Access extends Requirements {
  /** The directives at a type or field (`Type`, `Type.field`), as the supergraph has them. */
  writtenAt(place: string): readonly string[];
  /** Where a directive can stand that a field requires. None stands on an interface: it has those of its types. */
  placesOf(type: string, field: string): readonly string[];
}

type Fielded = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export function readAccess(supergraphSdl: string | undefined): Access | undefined {
  if (supergraphSdl === undefined) return undefined;
  const document = parse(supergraphSdl, { noLocation: true });
  const features = readFeatures({ ...document, definitions: document.definitions.map(withoutPurpose) });
  const names = new Set(ACCESS_DIRECTIVES.flatMap((name) => localDirective(features, name) ?? []));
  const written = new Map<string, readonly string[]>();
  const types = new Map<string, Fielded>();
  for (const definition of document.definitions) {
    if (!('name' in definition) || definition.name === undefined || !('directives' in definition)) continue;
    const type = definition.name.value;
    written.set(type, spelled(definition, names));
    if (!isFielded(definition)) continue;
    types.set(type, definition);
    for (const field of definition.fields ?? []) written.set(`${type}.${field.name.value}`, spelled(field, names));
  }
  const objects = (type: string): string[] => {
    const isInterface = types.get(type)?.kind === Kind.INTERFACE_TYPE_DEFINITION;
    return isInterface ? [...types].flatMap(([name, one]) => (isObjectOf(one, type) ? [name] : [])) : [type];
  };
  return {
    ...readRequirements(document, features),
    writtenAt: (place) => written.get(place) ?? [],
    placesOf: (type, field) => {
      const places = objects(type).flatMap((object) => {
        const definition = types.get(object)?.fields?.find(({ name }) => name.value === field);
        const own = definition === undefined ? [] : objects(namedType(definition.type));
        return [`${object}.${field}`, object, ...own];
      });
      return [...new Set(places)];
    },
  };
}

/** A feature that the router would have to enforce, and does not, is for the router to refuse. */
function withoutPurpose(definition: DefinitionNode): DefinitionNode {
  if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) return definition;
  return visit(definition, { Argument: ({ name }) => (name.value === 'for' ? null : undefined) });
}

function spelled(node: DefinitionNode | FieldDefinitionNode, names: ReadonlySet<string>): string[] {
  const directives = 'directives' in node ? (node.directives ?? []) : [];
  return directives.filter(({ name }) => names.has(name.value)).map((directive) => print(directive));
}

function isFielded(definition: DefinitionNode): definition is Fielded {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function isObjectOf(definition: Fielded, type: string): boolean {
  const isOne = definition.interfaces?.some(({ name }) => name.value === type) === true;
  return isOne && definition.kind === Kind.OBJECT_TYPE_DEFINITION;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
