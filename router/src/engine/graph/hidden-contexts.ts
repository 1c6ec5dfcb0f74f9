import { Kind, type DefinitionNode, type DocumentNode } from 'graphql';
import { localDirective, type Feature } from './supergraph-features.ts';

/**
 * The object types behind each interface that hides a context: some of them set one (`@context`), and the interface
 * does not. Apollo's planner looks for contexts at the types that a selection names, so that it would not see them.
 */
export type HiddenContexts = ReadonlyMap<string, readonly string[]>;

export function readHiddenContexts({ definitions }: DocumentNode, features: readonly Feature[]): HiddenContexts {
  const directive = localDirective(features, 'context');
  const types = definitions.filter(canSetContext);
  const given = new Map(types.map((type) => [type.name.value, contextsGivenTo(type, directive)]));
  const interfacesOf = (type: ContextType) => ('interfaces' in type ? (type.interfaces ?? []) : []);
  const contextsOf = (type: ContextType): string[] => [
    ...(given.get(type.name.value) ?? []),
    ...interfacesOf(type).flatMap(({ name }) => given.get(name.value) ?? []),
    ...types.flatMap((other) => (hasMember(other, type) ? (given.get(other.name.value) ?? []) : [])),
  ];
  return new Map(
    types.flatMap((type) => {
      if (type.kind !== Kind.INTERFACE_TYPE_DEFINITION || isKnownAsObject(type)) return [];
      const shown = contextsOf(type);
      const behind = types.filter(
        (object) =>
          object.kind === Kind.OBJECT_TYPE_DEFINITION &&
          interfacesOf(object).some(({ name }) => name.value === type.name.value),
      );
      const hidesOne = behind.some((object) => contextsOf(object).some((context) => !shown.includes(context)));
      return hidesOne ? [[type.name.value, behind.map(({ name }) => name.value)] as const] : [];
    }),
  );
}

const KINDS = [Kind.OBJECT_TYPE_DEFINITION, Kind.INTERFACE_TYPE_DEFINITION, Kind.UNION_TYPE_DEFINITION] as const;

type ContextType = Extract<DefinitionNode, { readonly kind: (typeof KINDS)[number] }>;

function canSetContext(definition: DefinitionNode): definition is ContextType {
  return KINDS.some((kind) => kind === definition.kind);
}

function contextsGivenTo({ directives }: ContextType, directive: string | undefined): string[] {
  return (directives ?? [])
    .filter(({ name }) => name.value === directive)
    .flatMap((given) => given.arguments ?? [])
    .flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : []));
}

function hasMember(type: ContextType, member: ContextType): boolean {
  return (
    type.kind === Kind.UNION_TYPE_DEFINITION &&
    type.types?.some(({ name }) => name.value === member.name.value) === true
  );
}

/** Objects of such an interface may not tell their type (`@interfaceObject`). */
function isKnownAsObject({ directives }: ContextType): boolean {
  return (directives ?? []).some(({ arguments: given }) =>
    given?.some(({ name, value }) => name.value === 'isInterfaceObject' && value.kind === Kind.BOOLEAN && value.value),
  );
}
