import {
  DirectiveLocation,
  Kind,
  print,
  visit,
  type DirectiveNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { EntityFetchNode, EntityPath, Plan, PlanNode, RootFetchNode, SubgraphOperation } from '../../plan/plan.ts';
import type { TypeRelations } from '../graph/type-relations.ts';
import { renamedKeys } from '../execution/renamed-keys.ts';
import { isAllowedAt } from './client-directives.ts';
import { readFetchedText } from './fetched-text.ts';
import { fieldsWithKey, type Selection } from './selection.ts';

/** What a client's operation says beside its fields. */
export interface Given {
  readonly schema: GraphQLSchema;
  readonly relations: TypeRelations;
  readonly selections: readonly Selection[];
  /** Of the operation itself. */
  readonly directives: readonly DirectiveNode[];
  /** Of the variables that it may use, as they are planned. */
  readonly variableDefinitions: readonly VariableDefinitionNode[];
}

/** Gives the key of the client for one that a fetch asks for. */
type Original = (key: string) => string;

/**
 * Writes the directives of a client's operation into what subgraphs are asked: those of a field at that field, those of
 * the operation at each operation where they are allowed. Planners drop them or put them elsewhere, so they are given
 * none.
 */
export function giveDirectives(plan: Plan, given: Given): Plan {
  const isPlain = given.directives.length === 0 && !hasDirectives(given.selections);
  return isPlain || plan.root === undefined ? plan : { root: giveToNode(plan.root, given) };
}

function hasDirectives(selections: readonly Selection[]): boolean {
  return selections.some(
    (selection) =>
      (selection.kind === 'field' && selection.directives.length > 0) || hasDirectives(selection.selections ?? []),
  );
}

function giveToNode(node: PlanNode, given: Given): PlanNode {
  switch (node.kind) {
    case 'sequence':
    case 'parallel':
      return { ...node, nodes: node.nodes.map((child) => giveToNode(child, given)) };
    case 'defer':
      return {
        ...node,
        primary: node.primary && giveToNode(node.primary, given),
        deferred: node.deferred.map((part) => ({ ...part, node: part.node && giveToNode(part.node, given) })),
      };
    case 'root-fetch':
      return giveToRoot(node, given);
    case 'entity-fetch':
      return giveToEntities(node, given);
    case 'subscription':
      return {
        ...node,
        fetch: giveToRoot(node.fetch, given),
        rest: node.rest === undefined ? undefined : giveToNode(node.rest, given),
      };
  }
}

function giveToRoot(node: RootFetchNode, given: Given): RootFetchNode {
  const original = originalKeys(node.outputRewrites);
  const operation = rewrite(node.operation, given, (set) => giveToSet(set, given.selections, { given, original }));
  return { ...node, operation };
}

function giveToEntities(node: EntityFetchNode, given: Given): EntityFetchNode {
  const operation = rewrite(node.operation, given, (set) => ({
    ...set,
    selections: set.selections.map((field) => {
      if (field.kind !== Kind.FIELD || field.selectionSet === undefined) return field;
      const batch = node.batches.find(({ responseKey }) => responseKey === keyOf(field));
      if (batch === undefined) return field;
      const selections = batch.paths.flatMap((path) => selectionsAt(given.selections, path));
      const original = originalKeys(batch.outputRewrites);
      return { ...field, selectionSet: giveToSet(field.selectionSet, selections, { given, original }) };
    }),
  }));
  return { ...node, operation };
}

function originalKeys(rewrites: RootFetchNode['outputRewrites']): Original {
  const renamed = renamedKeys(rewrites);
  return (key) => String(renamed([key])[0]);
}

/** What the client selects of the objects at a path. */
function selectionsAt(selections: readonly Selection[], path: EntityPath): readonly Selection[] {
  return path.reduce<readonly Selection[]>(
    (above, segment) =>
      segment.kind === 'key'
        ? fieldsWithKey(above, segment.key, () => true).flatMap((field) => field.selections ?? [])
        : above,
    selections,
  );
}

function rewrite(
  operation: SubgraphOperation,
  given: Given,
  give: (set: SelectionSetNode) => SelectionSetNode,
): SubgraphOperation {
  const definition = readFetchedText(operation.text);
  const location = DirectiveLocation[operation.kind.toUpperCase() as 'QUERY' | 'MUTATION' | 'SUBSCRIPTION'];
  const directives = given.directives.filter((directive) => isAllowedAt(given.schema, directive, location));
  const rewritten = { ...definition, directives, selectionSet: give(definition.selectionSet) };
  const added = variablesAdded(rewritten, given);
  const variableDefinitions = [...(definition.variableDefinitions ?? []), ...added];
  return {
    ...operation,
    text: print({ ...rewritten, variableDefinitions }),
    variables: [...operation.variables, ...added.map(({ variable }) => variable.name.value)],
  };
}

/** Those that only the directives use. */
function variablesAdded(definition: OperationDefinitionNode, given: Given): VariableDefinitionNode[] {
  const used = new Set<string>();
  const note = { Variable: ({ name }: { name: { value: string } }) => void used.add(name.value) };
  visit(definition.selectionSet, note);
  for (const directive of definition.directives ?? []) visit(directive, note);
  const known = (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  return given.variableDefinitions.filter(
    ({ variable: { name } }) => used.has(name.value) && !known.includes(name.value),
  );
}

interface Place {
  readonly given: Given;
  readonly original: Original;
  /** What the objects are, as far as the fragments around tell. */
  readonly type?: string | undefined;
}

function giveToSet(set: SelectionSetNode, selections: readonly Selection[], place: Place): SelectionSetNode {
  return { ...set, selections: set.selections.flatMap((node) => giveToSelection(node, selections, place)) };
}

function giveToSelection(node: SelectionNode, selections: readonly Selection[], place: Place): SelectionNode[] {
  if (node.kind === Kind.FIELD) return giveToField(node, selections, place);
  if (node.kind === Kind.FRAGMENT_SPREAD) return [node];
  const type = node.typeCondition?.name.value ?? place.type;
  return [{ ...node, selectionSet: giveToSet(node.selectionSet, selections, { ...place, type }) }];
}

/** A field that the client selects with different directives is asked for with each of them. */
function giveToField(node: FieldNode, selections: readonly Selection[], place: Place): FieldNode[] {
  const { relations } = place.given;
  const isMeant = (wanted: string) =>
    place.type === undefined || !relations.isObjectType(place.type) || relations.isOfType(place.type, wanted);
  const fields = fieldsWithKey(selections, place.original(keyOf(node)), isMeant);
  const below = fields.flatMap((field) => field.selections ?? []);
  const { selectionSet } = node;
  const plain =
    selectionSet === undefined
      ? node
      : { ...node, selectionSet: giveToSet(selectionSet, below, { ...place, type: undefined }) };
  const different = new Map(fields.map(({ directives }) => [directives.map(print).join(), directives]));
  return different.size === 0 ? [plain] : [...different.values()].map((directives) => ({ ...plain, directives }));
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
