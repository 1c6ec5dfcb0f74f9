import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';
import { parse as parseYaml } from 'yaml';

const ROOT = resolve(import.meta.dirname, '../..');
const ROOT_TYPES = ['Query', 'Mutation', 'Subscription'];

export interface RuledField {
  readonly service: string;
  readonly type: string;
  readonly field: string;
  /** As in `User.email`. */
  readonly coordinate: string;
}

/** The services of the supergraph with their SDL. */
export function readSubgraphs(): { readonly name: string; readonly sdl: string }[] {
  const { subgraphs } = parseYaml(readFileSync(resolve(ROOT, 'supergraph.yaml'), 'utf8')) as {
    subgraphs: Record<string, { schema: { file: string } }>;
  };
  return Object.entries(subgraphs).map(([name, { schema }]) => ({
    name,
    sdl: readFileSync(resolve(ROOT, schema.file), 'utf8'),
  }));
}

/**
 * The fields of a subgraph that need a rule: those by which anybody comes to its data, at the roots and, through
 * `_entities`, at every entity that it resolves. A key tells nothing to those who send it, a field of another subgraph
 * has its rule there, and a type without a key is reached through a field that has one.
 */
export function ruledFields({ name: service, sdl }: { readonly name: string; readonly sdl: string }): RuledField[] {
  return parse(sdl).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) return [];
    const type = definition.name.value;
    return ownFields(definition).map(({ name }) => {
      return { service, type, field: name.value, coordinate: `${type}.${name.value}` };
    });
  });
}

function ownFields(type: ObjectTypeDefinitionNode | ObjectTypeExtensionNode): readonly FieldDefinitionNode[] {
  if (ROOT_TYPES.includes(type.name.value)) return type.fields ?? [];
  const keys = directives(type, 'key').filter((key) => argument(key, 'resolvable') !== false);
  if (keys.length === 0) return [];
  const keyFields = keys.flatMap((key) => String(argument(key, 'fields')).match(/\w+/g) ?? []);
  return (type.fields ?? []).filter(
    (field) => !keyFields.includes(field.name.value) && directives(field, 'external').length === 0,
  );
}

function directives(node: { readonly directives?: readonly ConstDirectiveNode[] }, name: string): ConstDirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name);
}

function argument(directive: ConstDirectiveNode, name: string): string | boolean | undefined {
  const value = directive.arguments?.find((given) => given.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.BOOLEAN ? value.value : undefined;
}
