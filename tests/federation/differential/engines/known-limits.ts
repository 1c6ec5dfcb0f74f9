import { Kind, parse, visit, type DocumentNode, type SelectionSetNode } from 'graphql';
import type { Subgraph } from '../world/facts.ts';
import type { World } from '../world/world.ts';
import type { Operation } from './engine.ts';

/** Where the engine is known to differ from one process, by its plans or by what no router can know. */
const LIMITS = {
  'a field requires something, and its object is known by another key than the first': (
    document: DocumentNode,
    world: World,
  ) => lateKeyFields(world).some((field) => selects(document, field)),
  // Whether what failed had to be there depends on the type, which would have come with it.
  'an object known by its interface only loses its type with a fetch that fails': (
    document: DocumentNode,
    world: World,
  ) => world.data.faultPercent > 0 && hasInterfaceObject(world) && hasTypeCondition(document),
} as const;

export type KnownLimit = keyof typeof LIMITS;

export const KNOWN_LIMITS = Object.keys(LIMITS) as readonly KnownLimit[];

/** The limit that an operation may come to; null where it comes to none that is known. */
export function knownLimit({ query }: Operation, world: World): KnownLimit | null {
  const document = parse(query, { noLocation: true });
  return KNOWN_LIMITS.find((limit) => LIMITS[limit](document, world)) ?? null;
}

/**
 * The names of fields that require something, on a type of several keys of which another subgraph gets the first one's
 * fields only along with a request: the planner asks it for them.
 */
function lateKeyFields({ facts }: World): string[] {
  return facts.subgraphs.flatMap(({ declarations }) =>
    [...declarations].flatMap(([type, { keys, fields }]) => {
      const [first, ...others] = keys;
      if (first === undefined || others.length === 0 || !isSentAlong(facts.subgraphs, type, first)) return [];
      return [...fields].flatMap(([name, { requires }]) => (requires === null ? [] : [name]));
    }),
  );
}

function isSentAlong(subgraphs: readonly Subgraph[], type: string, key: SelectionSetNode): boolean {
  return key.selections.some(
    (node) =>
      node.kind === Kind.FIELD &&
      subgraphs.some(({ declarations }) => declarations.get(type)?.fields.get(node.name.value)?.external === true),
  );
}

function selects(document: DocumentNode, field: string): boolean {
  let found = false;
  visit(document, { Field: ({ name }) => void (found ||= name.value === field) });
  return found;
}

function hasInterfaceObject({ facts }: World): boolean {
  return facts.subgraphs.some(({ declarations }) =>
    [...declarations.values()].some(({ isInterfaceObject }) => isInterfaceObject),
  );
}

function hasTypeCondition(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    InlineFragment: ({ typeCondition }) => void (found ||= typeCondition !== undefined),
    FragmentDefinition: () => void (found = true),
  });
  return found;
}
