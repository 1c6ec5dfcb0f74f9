import { Kind, type DocumentNode } from 'graphql';
import type { ParsedSubgraph } from '../../compose/composition.ts';
import { compare } from './compare.ts';
import type { Level, SchemaChange } from './schema-change.ts';
import { argumentOf, directivesOf, objectFields, overriddenFields, subgraphView } from './subgraph-view.ts';

const WEIGHT: Readonly<Record<Level, number>> = { safe: 0, dangerous: 1, breaking: 2 };

/**
 * What changes between the router and each subgraph. A router that still has the supergraph of before asks the subgraph
 * of now: that what it asks for is still there counts, whether or not clients would see a difference (decision 035).
 */
export async function subgraphChanges(
  before: readonly ParsedSubgraph[],
  after: readonly ParsedSubgraph[],
): Promise<SchemaChange[]> {
  const overridden = overriddenFields(before);
  const changes = await Promise.all(
    before.map(async ({ name, sdl, typeDefs }) => {
      const now = after.find((subgraph) => subgraph.name === name);
      if (now === undefined) return [removed(name)];
      if (now.sdl === sdl) return [];
      const handedOver = overridden.get(name);
      const structure = await compare(subgraphView(typeDefs, handedOver), subgraphView(now.typeDefs, handedOver));
      return [...structure, ...keyChanges(typeDefs, now.typeDefs), ...requiresChanges(typeDefs, now.typeDefs)].map(
        (change) => ({ ...change, subgraph: name }),
      );
    }),
  );
  return changes.flat();
}

/** Those that are not, as they are or more gravely, a change that clients see as well: that is told once. */
export function withoutSeen(changes: readonly SchemaChange[], seen: readonly SchemaChange[]): SchemaChange[] {
  const levels = new Map(seen.map(({ type, path, level }) => [`${type} ${path}`, level]));
  return changes.filter(({ type, path, level }) => {
    const other = levels.get(`${type} ${path}`);
    return other === undefined || WEIGHT[other] < WEIGHT[level];
  });
}

function removed(name: string): SchemaChange {
  const message = `The subgraph ${name} is gone from supergraph.yaml.`;
  return { type: 'SUBGRAPH_REMOVED', level: 'dangerous', message, path: name, subgraph: name };
}

/** A router finds an entity by any of its keys: one that is no more leaves queries that are planned with it. */
function keyChanges(before: DocumentNode, after: DocumentNode): SchemaChange[] {
  const now = keysOf(after);
  return [...keysOf(before)].flatMap(([type, keys]) => {
    const left = now.get(type);
    if (left === undefined && !isDefined(after, type)) return [];
    return [...keys]
      .filter((key) => left?.has(key) !== true)
      .map((key) => ({
        type: 'KEY_REMOVED',
        level: 'breaking' as const,
        message: `'${type}' can no longer be found by its key "${key}".`,
        path: type,
      }));
  });
}

/** By type, those that the subgraph answers for. */
function keysOf({ definitions }: DocumentNode): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>();
  for (const definition of definitions) {
    if (!('name' in definition) || definition.name === undefined) continue;
    for (const directive of directivesOf(definition, 'key')) {
      if (argumentOf(directive, 'resolvable') === 'false') continue;
      const fields = plainSet(argumentOf(directive, 'fields') ?? '');
      keys.set(definition.name.value, (keys.get(definition.name.value) ?? new Set()).add(fields));
    }
  }
  return keys;
}

function isDefined({ definitions }: DocumentNode, type: string): boolean {
  return definitions.some(
    (node) => node.kind !== Kind.DIRECTIVE_DEFINITION && 'name' in node && node.name?.value === type,
  );
}

/** A router of before does not send what a field needs only now. */
function requiresChanges(before: DocumentNode, after: DocumentNode): SchemaChange[] {
  const old = requirementsOf(before);
  return [...requirementsOf(after)].flatMap(([path, fields]) => {
    const was = old.get(path);
    if (was === undefined || was === fields || fields === '') return [];
    const message = `'${path}' requires "${fields}" now, and ${was === '' ? 'nothing' : `"${was}"`} before.`;
    return [{ type: 'REQUIRES_CHANGED', level: 'dangerous' as const, message, path }];
  });
}

function requirementsOf({ definitions }: DocumentNode): Map<string, string> {
  return new Map(
    definitions.flatMap(objectFields).map(({ type, field }) => {
      const [requires] = directivesOf(field, 'requires');
      return [`${type}.${field.name.value}`, plainSet(argumentOf(requires, 'fields') ?? '')];
    }),
  );
}

function plainSet(fields: string): string {
  return fields
    .replaceAll(/([{}])/g, ' $1 ')
    .trim()
    .split(/[\s,]+/)
    .join(' ');
}
