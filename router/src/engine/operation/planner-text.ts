import {
  Kind,
  print,
  visit,
  type ConstDirectiveNode,
  type NameNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { isRootIntrospection } from '../answer/introspection.ts';
import { plannedVariable } from './variable-names.ts';
import type { Deferral, FieldSelection, Selection } from './selection.ts';

const TYPENAME = '__typename';

/**
 * The operation that a planner plans, as text, for some of the root's selections; undefined when no subgraph is needed
 * for them: what introspection and the name of the root type answer is left out.
 */
export function plannerText(operation: OperationDefinitionNode, root: readonly Selection[]): string | undefined {
  const selections = withoutOwnAnswers(root);
  if (selections.length === 0) return undefined;
  const selectionSet = selectionSetOf(selections);
  const used = new Set<string>();
  visit(selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions = (operation.variableDefinitions ?? [])
    .map(plannedDefinition)
    .filter(({ variable }) => used.has(variable.name.value));
  return print({
    kind: Kind.OPERATION_DEFINITION,
    operation: operation.operation,
    ...(operation.name === undefined ? {} : { name: operation.name }),
    variableDefinitions,
    selectionSet,
  });
}

/** At the root the router answers for itself, also inside of fragments. */
function withoutOwnAnswers(selections: readonly Selection[]): Selection[] {
  return selections.flatMap((selection): Selection[] => {
    if (selection.kind === 'field') {
      return selection.name === TYPENAME || isRootIntrospection(selection.name) ? [] : [selection];
    }
    const below = withoutOwnAnswers(selection.selections);
    return below.length === 0 ? [] : [{ ...selection, selections: below }];
  });
}

function selectionSetOf(selections: readonly Selection[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: selections.map(nodeOf) };
}

function nodeOf(selection: Selection): SelectionNode {
  if (selection.kind === 'field') return fieldNode(selection);
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(selection.type) },
    ...(selection.deferral === undefined ? {} : { directives: [deferDirective(selection.deferral)] }),
    selectionSet: selectionSetOf(selection.selections),
  };
}

function fieldNode({ name, key, arguments: given, selections }: FieldSelection): SelectionNode {
  if (name === TYPENAME) return TYPENAME_NODE;
  return {
    kind: Kind.FIELD,
    name: nameNode(name),
    ...(key === name ? {} : { alias: nameNode(key) }),
    arguments: given,
    ...(selections === undefined ? {} : { selectionSet: nonEmpty(withTypename(selections)) }),
  };
}

/** Of an interface object, Apollo's planner looks for the type only where it is not deferred. */
function withTypename(selections: readonly Selection[]): SelectionSetNode {
  const set = selectionSetOf(selections);
  return defersTypename(selections, false) ? { ...set, selections: [...set.selections, TYPENAME_NODE] } : set;
}

function defersTypename(selections: readonly Selection[], isDeferred: boolean): boolean {
  return selections.some((selection) =>
    selection.kind === 'field'
      ? isDeferred && selection.name === TYPENAME
      : defersTypename(selection.selections, isDeferred || selection.deferral !== undefined),
  );
}

/** The plan speaks of a deferred fragment by our name for it: the client's may be there twice, or not at all. */
function deferDirective({ id }: Deferral): ConstDirectiveNode {
  const label = { kind: Kind.ARGUMENT, name: nameNode('label'), value: { kind: Kind.STRING, value: id } } as const;
  return { kind: Kind.DIRECTIVE, name: nameNode('defer'), arguments: [label] };
}

const TYPENAME_NODE: SelectionNode = { kind: Kind.FIELD, name: nameNode(TYPENAME) };

/** An object of which all is skipped still has to be asked for. */
function nonEmpty(set: SelectionSetNode): SelectionSetNode {
  return set.selections.length > 0 ? set : { ...set, selections: [TYPENAME_NODE] };
}

/** A variable of the client's under the name that it is planned with. */
export function plannedDefinition(definition: VariableDefinitionNode): VariableDefinitionNode {
  const { variable } = definition;
  const name = nameNode(plannedVariable(variable.name.value));
  return { ...definition, directives: [], variable: { ...variable, name } };
}

function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}
