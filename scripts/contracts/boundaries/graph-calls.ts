import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, type ConstDirectiveNode, type ObjectTypeDefinitionNode } from 'graphql';

/** A call from one service to another, past the router. */
export interface ServiceCall {
  readonly from: string;
  readonly to: string;
}

/** By the operations that a service sends itself: `clients/users.graphql` goes to users. */
export function serviceCalls(root: string, services: readonly string[]): ServiceCall[] {
  return services.flatMap((from) => {
    const directory = join(root, 'subgraphs', from, 'src/clients');
    const files = existsSync(directory) ? readdirSync(directory).toSorted() : [];
    const targets = files.filter((file) => file.endsWith('.graphql')).map((file) => file.slice(0, -'.graphql'.length));
    return targets.map((to) => ({ from, to }));
  });
}

/** An entity of the graph, and the fields that each service answers of it. */
export interface SharedEntity {
  readonly name: string;
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** The entities to which more than one service gives fields, from the composed supergraph. */
export function sharedEntities(supergraphSdl: string): SharedEntity[] {
  const types = parse(supergraphSdl).definitions.filter((one) => one.kind === Kind.OBJECT_TYPE_DEFINITION);
  const keyed = types.filter((type) => joins(type, 'join__type').some((join) => argument(join, 'key') !== undefined));
  return keyed
    .map((type) => ({ name: type.name.value, fields: answeredFields(type) }))
    .filter(({ fields }) => fields.size > 1)
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

function answeredFields(type: ObjectTypeDefinitionNode): Map<string, string[]> {
  const keys = joins(type, 'join__type').map((join) => argument(join, 'key'));
  const answered = new Map<string, string[]>();
  for (const field of type.fields ?? []) {
    if (keys.includes(field.name.value)) continue;
    const by = joins(field, 'join__field').filter((join) => argument(join, 'external') !== 'true');
    for (const graph of by.map((join) => argument(join, 'graph')?.toLowerCase() ?? '')) {
      answered.set(graph, [...(answered.get(graph) ?? []), field.name.value]);
    }
  }
  return answered;
}

function joins(node: { readonly directives?: readonly ConstDirectiveNode[] }, name: string): ConstDirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name);
}

function argument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((one) => one.name.value === name)?.value;
  return value !== undefined && 'value' in value ? String(value.value) : undefined;
}

/** What the services compose to, as it is committed. */
export function readSupergraph(root: string): string {
  return readFileSync(join(root, 'router/supergraph.graphql'), 'utf8');
}
