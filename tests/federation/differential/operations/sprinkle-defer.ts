import {
  Kind,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ArgumentNode,
  type DirectiveNode,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { happens } from '../world/hash.ts';

/**
 * The same operation with `@defer` at some of its fragments, and around some of its selections: the same ones each
 * time, so that a case can be made smaller. Not at the root of a mutation, where it may not be.
 */
export function sprinkleDefer(schema: GraphQLSchema, query: string): string {
  const types = new TypeInfo(schema);
  let places = 0;
  const chance = (percent: number) => happens(percent, query, (places += 1));
  const defer = (): DirectiveNode => ({
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'defer' },
    arguments: [
      ...(chance(30) ? [argument('label', { kind: Kind.STRING, value: `part ${places}` })] : []),
      ...(chance(10) ? [argument('if', { kind: Kind.BOOLEAN, value: chance(50) })] : []),
    ],
  });
  const deferFragment = (selection: SelectionNode): SelectionNode =>
    selection.kind !== Kind.FIELD && chance(40)
      ? { ...selection, directives: [...(selection.directives ?? []), defer()] }
      : selection;
  const deferSome = ({ selections, ...set }: SelectionSetNode): SelectionSetNode => {
    const deferred = selections.map(deferFragment);
    if (!chance(30)) return { ...set, selections: deferred };
    const start = chance(50) ? 0 : deferred.length - 1;
    const selectionSet = { kind: Kind.SELECTION_SET, selections: deferred.slice(start) } as const;
    const fragment = { kind: Kind.INLINE_FRAGMENT, directives: [defer()], selectionSet } as const;
    return { ...set, selections: [...deferred.slice(0, start), fragment] };
  };
  const document = visit(
    parse(query, { noLocation: true }),
    visitWithTypeInfo(types, {
      SelectionSet: {
        leave: (set) => (types.getParentType() === schema.getMutationType() ? undefined : deferSome(set)),
      },
    }),
  );
  return print(document);
}

function argument(name: string, value: ValueNode): ArgumentNode {
  return { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value };
}
