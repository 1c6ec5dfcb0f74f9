import {
  Kind,
  parse,
  visit,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** An operation of a plan with its fragments written out: they may stand in places of different meaning. */
export function readFetchedText(text: string): OperationDefinitionNode {
  const { definitions } = parse(text, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  let definition: OperationDefinitionNode | undefined;
  for (const found of definitions) {
    if (found.kind === Kind.FRAGMENT_DEFINITION) fragments.set(found.name.value, found);
    else if (found.kind === Kind.OPERATION_DEFINITION) definition = found;
  }
  if (definition === undefined) throw new Error('a plan with an operation that is none');
  const writeOut = (set: SelectionSetNode): SelectionSetNode =>
    visit(set, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment === undefined) return undefined;
        const { typeCondition, selectionSet } = fragment;
        return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: writeOut(selectionSet) };
      },
    });
  return { ...definition, selectionSet: writeOut(definition.selectionSet) };
}
