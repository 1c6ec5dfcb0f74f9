import { Kind, parse, type InlineFragmentNode, type SelectionSetNode } from 'graphql';
import type { Fetch } from '../plan-fetches.ts';
import type { ContextSource, EntityBatch, EntityPath, Rewrite } from '../plan.ts';

/** Where a value stands: the keys on the way to it. */
export type Place = readonly string[];

/** What a fetch takes from around its entities. */
export interface Need {
  readonly place: Place;
  /** Of the object that sets the context. */
  readonly above: Place;
  /** Of the entities that it is for. */
  readonly entities: Place;
  /** Of such objects, those that are not meant. */
  readonly otherTypes: readonly string[];
}

export function needsOf(fetch: Fetch): Need[] {
  if (fetch.kind !== 'entity-fetch') return [];
  const { batches, contexts = [] } = fetch;
  const path = keysOf(batches[0]?.paths[0] ?? []);
  return contexts.flatMap(({ sources }) =>
    sources.map((source) => {
      const above = path.slice(0, path.length - source.levels);
      const own = typesOf(source);
      const otherTypes = sources.flatMap(typesOf).filter((type) => !own.includes(type));
      return { place: [...above, ...keysOf(source.path)], above, entities: path, otherTypes };
    }),
  );
}

function typesOf({ path: [first] }: ContextSource): readonly string[] {
  return first?.kind === 'type' ? first.types : [];
}

/** Whether a fetch asks for what is needed, where the object that sets the context is of the type that is meant. */
export function brings(fetch: Fetch, need: Need): boolean {
  const { place } = need;
  const [definition] = parse(fetch.operation.text, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return false;
  if (fetch.kind === 'root-fetch') return selects(definition.selectionSet, place, fetch.outputRewrites, need);
  return fetch.batches.some((batch) => {
    const path = pathAbove(batch, place);
    if (path === undefined) return false;
    return selects(
      definition.selectionSet,
      [batch.responseKey, ...place.slice(path.length)],
      batch.outputRewrites,
      need,
    );
  });
}

/** The path of the entities below one of which a place is. */
export function pathAbove({ paths }: EntityBatch, place: Place): Place | undefined {
  return paths
    .map(keysOf)
    .find((path) => path.length < place.length && path.every((key, depth) => place[depth] === key));
}

function selects(set: SelectionSetNode, way: Place, rewrites: readonly Rewrite[], need: Need): boolean {
  const [key, ...rest] = way;
  return set.selections.some((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return !isForOthers(selection, way, need) && selects(selection.selectionSet, way, rewrites, need);
    }
    const { name, alias = name, selectionSet } = selection;
    if (renamed(alias.value, rewrites) !== key) return false;
    return rest.length === 0 || (selectionSet !== undefined && selects(selectionSet, rest, rewrites, need));
  });
}

/** Whether a fragment on the object that sets the context, from where `way` is left, is on another type. */
export function isForOthers(
  { typeCondition }: InlineFragmentNode,
  way: Place,
  { place, above, otherTypes }: Need,
): boolean {
  const type = typeCondition?.name.value;
  return way.length === place.length - above.length && type !== undefined && otherTypes.includes(type);
}

function renamed(key: string, rewrites: readonly Rewrite[]): string {
  const rename = rewrites.find((rewrite) => rewrite.kind === 'rename' && rewrite.key === key);
  return rename?.kind === 'rename' ? rename.to : key;
}

function keysOf(path: EntityPath): string[] {
  return path.flatMap((segment) => (segment.kind === 'key' ? [segment.key] : []));
}
