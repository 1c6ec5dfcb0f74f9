import { Kind, type DocumentNode } from 'graphql';
import { readEntityKeys, type Identifies } from './entity-keys.ts';

/** Which types of a supergraph are which, those included that clients do not see: subgraphs answer with them. */
export interface TypeRelations {
  /** Whether `type` is `wanted`, or one of the types that `wanted` stands for. */
  isOfType(type: string, wanted: string): boolean;
  /** Whether objects are of this very type, which is not so for an interface or a union. */
  isObjectType(type: string): boolean;
  /** Whether a type has this field, and it may be null. */
  isNullable(type: string, field: string): boolean;
  /** Whether a service can find an entity by what a representation of it holds. */
  readonly identifies: Identifies;
}

export function readTypeRelations(supergraph: DocumentNode): TypeRelations {
  const members = new Map<string, Set<string>>();
  const objectTypes = new Set<string>();
  const nullable = new Set<string>();
  const addMember = (abstract: string, member: string) => {
    const known = members.get(abstract) ?? new Set();
    members.set(abstract, known.add(member));
  };
  for (const definition of supergraph.definitions) {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
        objectTypes.add(definition.name.value);
        for (const { name, type } of definition.fields ?? []) {
          if (type.kind !== Kind.NON_NULL_TYPE) nullable.add(`${definition.name.value}.${name.value}`);
        }
        for (const { name } of definition.interfaces ?? []) addMember(name.value, definition.name.value);
        break;
      case Kind.INTERFACE_TYPE_DEFINITION:
        for (const { name } of definition.interfaces ?? []) addMember(name.value, definition.name.value);
        break;
      case Kind.UNION_TYPE_DEFINITION:
        for (const { name } of definition.types ?? []) addMember(definition.name.value, name.value);
        break;
      default:
    }
  }
  return {
    isOfType: (type, wanted) => type === wanted || members.get(wanted)?.has(type) === true,
    isObjectType: (type) => objectTypes.has(type),
    isNullable: (type, field) => nullable.has(`${type}.${field}`),
    identifies: readEntityKeys(supergraph),
  };
}
