import { Kind, parse, print, stripIgnoredCharacters, type FieldNode, type SelectionSetNode } from 'graphql';
import type { Fetch } from '../plan-fetches.ts';
import type { PlanNode } from '../plan.ts';
import { brings, isForOthers, pathAbove, type Need } from './fetched-values.ts';

/**
 * Of two fields of one object below a context (`city { name }` and `city { tags }`) Apollo's planner (2.14.4) forgets
 * one: it takes the ways to both for the same. The fetch that brings the object is of a service that has both, so the
 * field is added there. Undefined where that is not the case.
 */
export function bringForgotten(root: PlanNode, need: Need, before: readonly Fetch[]): PlanNode | undefined {
  const object = need.place.slice(0, -1);
  if (object.length <= need.above.length) return undefined;
  const [fetch, ...others] = before.filter((one) => brings(one, { ...need, place: object }));
  if (fetch === undefined || others.length > 0 || fetch.operation.kind === 'subscription') return undefined;
  const [path, below] = fetch.kind === 'root-fetch' ? [[], need.place] : wayInto(fetch, need.place);
  if (below === undefined || path === undefined || path.length > need.above.length) return undefined;
  const { definitions } = parse(fetch.operation.text, { noLocation: true });
  const [definition] = definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION || definitions.length > 1) return undefined;
  const selectionSet = withField(definition.selectionSet, below, need);
  const text = stripIgnoredCharacters(print({ ...definition, selectionSet }));
  const made = { ...fetch, operation: { ...fetch.operation, text } };
  return brings(made, need) ? replaced(root, fetch, made) : undefined;
}

/** The path of the entities, and from there the way to what is below one of them. */
function wayInto(fetch: Extract<Fetch, { kind: 'entity-fetch' }>, place: readonly string[]) {
  const [batch] = fetch.batches;
  const path = batch && pathAbove(batch, place);
  return batch === undefined || path === undefined
    ? ([undefined, undefined] as const)
    : ([path, [batch.responseKey, ...place.slice(path.length)]] as const);
}

/** With the last field of what is needed, below the others on the way to it. */
function withField(set: SelectionSetNode, way: readonly string[], need: Need): SelectionSetNode {
  const [key = '', ...rest] = way;
  if (rest.length === 0) return { ...set, selections: [...set.selections, fieldNode(key)] };
  return {
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (isForOthers(selection, way, need)) return selection;
        return { ...selection, selectionSet: withField(selection.selectionSet, way, need) };
      }
      const { alias, name, selectionSet } = selection;
      if ((alias ?? name).value !== key || selectionSet === undefined) return selection;
      return { ...selection, selectionSet: withField(selectionSet, rest, need) };
    }),
  };
}

function fieldNode(value: string): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value } };
}

function replaced(node: PlanNode, old: Fetch, made: Fetch): PlanNode {
  switch (node.kind) {
    case 'sequence':
    case 'parallel':
      return { ...node, nodes: node.nodes.map((child) => replaced(child, old, made)) };
    case 'root-fetch':
    case 'entity-fetch':
      return node === old ? made : node;
    case 'subscription':
      return { ...node, rest: node.rest && replaced(node.rest, old, made) };
    case 'defer':
      return {
        ...node,
        primary: node.primary && replaced(node.primary, old, made),
        deferred: node.deferred.map((part) => ({ ...part, node: part.node && replaced(part.node, old, made) })),
      };
  }
}
