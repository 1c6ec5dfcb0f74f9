import {
  Kind,
  valueFromASTUntyped,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type TypeNode,
} from 'graphql';
import { localDirective, type Feature } from '../graph/supergraph-features.ts';

/** What a viewer must have for a type or a field, by one of its directives. */
export type Requirement = (
  | { readonly kind: 'authenticated' }
  /** All of one of these lists. */
  | { readonly kind: 'scopes' | 'policies'; readonly anyOf: readonly (readonly string[])[] }
) & {
  /** The same for the same requirement, wherever in this graph it stands. */
  readonly id: string;
};

/** What the parts of a graph require: all that is given, and not one of it. */
export interface Requirements {
  /** Of whoever selects this field of a type: what the field, its own type and the type around it require. */
  ofField(type: string, field: string): readonly Requirement[];
}

const NONE: readonly Requirement[] = [];

/**
 * The requirements of a supergraph (https://specs.apollo.dev/authenticated/v0.1, requiresScopes/v0.1, policy/v0.1). An
 * interface requires what any of its object types does, and so does each of its fields: whoever asks by the interface
 * may get any of them. Composition writes it so itself since it refuses the directives on interfaces.
 */
export function readRequirements(document: DocumentNode, features: readonly Feature[]): Requirements {
  const read = directiveReader(features);
  const ofTypes = createRequirementMap();
  const ofFields = createRequirementMap();
  const fieldTypes = new Map<string, Set<string>>();
  for (const definition of document.definitions) {
    if (!('name' in definition) || definition.name === undefined || !('directives' in definition)) continue;
    const type = definition.name.value;
    const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION;
    const interfaces = isObject ? (definition.interfaces ?? []).map(({ name }) => name.value) : [];
    const required = read(definition.directives);
    for (const holder of [type, ...interfaces]) ofTypes.add(holder, required);
    if (!isObject && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      const requiredByField = read(field.directives);
      for (const place of [type, ...interfaces].map((holder) => placeOf(holder, field.name.value))) {
        ofFields.add(place, requiredByField);
        // An object type may say more precisely of what type a field is.
        fieldTypes.set(place, (fieldTypes.get(place) ?? new Set()).add(namedType(field)));
      }
    }
  }
  const known = new Map<string, readonly Requirement[]>();
  return {
    ofField: (type, field) => {
      const place = placeOf(type, field);
      let required = known.get(place);
      if (required === undefined) {
        const own = [...(fieldTypes.get(place) ?? [])].flatMap((fieldType) => [...ofTypes.of(fieldType)]);
        required = [...new Set([...ofTypes.of(type), ...ofFields.of(place), ...own])];
        known.set(place, required);
      }
      return required;
    },
  };
}

function createRequirementMap() {
  const all = new Map<string, Set<Requirement>>();
  return {
    add: (place: string, required: readonly Requirement[]): void => {
      if (required.length === 0) return;
      const before = all.get(place) ?? new Set();
      for (const requirement of required) before.add(requirement);
      all.set(place, before);
    },
    of: (place: string): Iterable<Requirement> => all.get(place) ?? NONE,
  };
}

/** Gives one object for all directives that say the same. */
function directiveReader(features: readonly Feature[]) {
  const kinds = new Map<string | undefined, { readonly kind: Requirement['kind']; readonly argument: string }>([
    [localDirective(features, 'authenticated'), { kind: 'authenticated', argument: '' }],
    [localDirective(features, 'requiresScopes'), { kind: 'scopes', argument: 'scopes' }],
    [localDirective(features, 'policy'), { kind: 'policies', argument: 'policies' }],
  ]);
  const known = new Map<string, Requirement>();
  return (directives: readonly DirectiveNode[] = []): readonly Requirement[] =>
    directives.flatMap((directive) => {
      const meant = kinds.get(directive.name.value);
      if (meant === undefined) return [];
      const anyOf = listsOf(directive, meant.argument);
      const text = JSON.stringify([meant.kind, anyOf]);
      const id = String(known.size);
      const requirement: Requirement =
        known.get(text) ??
        (meant.kind === 'authenticated' ? { kind: meant.kind, id } : { kind: meant.kind, anyOf, id });
      known.set(text, requirement);
      return [requirement];
    });
}

/** Lists of GraphQL take a single value for a list of it. */
function listsOf(directive: DirectiveNode, argument: string): readonly (readonly string[])[] {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  const outer: unknown = value === undefined ? [] : valueFromASTUntyped(value);
  return asList(outer).map((inner) => asList(inner).map(String));
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function namedType({ type }: FieldDefinitionNode): string {
  let node: TypeNode = type;
  while (node.kind !== Kind.NAMED_TYPE) node = node.type;
  return node.name.value;
}

function placeOf(type: string, field: string): string {
  return `${type}.${field}`;
}
