import {
  Kind,
  parse,
  print,
  visit,
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Operation } from '../engines/engine.ts';
import { isValid, withKnownVariables } from './random-operation.ts';
import { count, tidy, without } from './tidy.ts';

/** Valid operations that are a little smaller than this one, those that leave out the most first. */
export function* smallerOperations(schema: GraphQLSchema, operation: Operation): IterableIterator<Operation> {
  const document = parse(operation.query, { noLocation: true });
  const candidates = [...removals(document), ...unwrappings(document), ...withoutAliases(document)];
  for (const candidate of candidates) {
    const next = withKnownVariables({ ...operation, query: print(candidate) }, candidate);
    const named = count(candidate) > 0 && definesName(candidate, next.operationName) ? next : { ...next };
    if (isValid(schema, candidate, named)) yield named;
  }
  for (const name of Object.keys(operation.variables ?? {})) {
    const variables = { ...operation.variables };
    delete variables[name];
    const next = { ...operation, variables };
    if (isValid(schema, document, next)) yield next;
  }
}

function definesName(document: DocumentNode, name: string | undefined): boolean {
  return document.definitions.some((definition) => 'name' in definition && definition.name?.value === name);
}

const REMOVABLE: ReadonlySet<string> = new Set([
  Kind.OPERATION_DEFINITION,
  Kind.FIELD,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
  Kind.OBJECT_FIELD,
]);

/** The document without one node, for every node that may go; what holds most goes first. */
function removals(document: DocumentNode): DocumentNode[] {
  const nodes: { readonly node: ASTNode; readonly size: number }[] = [];
  visit(document, {
    enter: (node) => {
      if (REMOVABLE.has(node.kind)) nodes.push({ node, size: count(node as never) });
      if (node.kind === Kind.LIST) nodes.push(...node.values.map((value) => ({ node: value, size: 1 })));
    },
  });
  nodes.sort((one, other) => other.size - one.size);
  return nodes.flatMap(({ node }) => without(document, new Set([node])) ?? []);
}

/** The document with what one fragment selects in its place, for every fragment. */
function unwrappings(document: DocumentNode): DocumentNode[] {
  const found: DocumentNode[] = [];
  visit(document, {
    SelectionSet: (set) => {
      for (const selection of set.selections) {
        for (const inner of unwrapped(document, selection)) found.push(...replaced(document, set, selection, inner));
      }
    },
  });
  return found;
}

function unwrapped(document: DocumentNode, selection: SelectionNode): (readonly SelectionNode[])[] {
  if (selection.kind === Kind.INLINE_FRAGMENT) return [selection.selectionSet.selections];
  if (selection.kind !== Kind.FRAGMENT_SPREAD) return [];
  const definition = document.definitions.find(
    (each): each is FragmentDefinitionNode =>
      each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value,
  );
  if (definition === undefined) return [];
  const { typeCondition, selectionSet } = definition;
  const inline: InlineFragmentNode = {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition,
    selectionSet,
    ...(selection.directives === undefined ? {} : { directives: selection.directives }),
  };
  return [selectionSet.selections, [inline]];
}

function replaced(
  document: DocumentNode,
  set: SelectionSetNode,
  selection: SelectionNode,
  inner: readonly SelectionNode[],
): DocumentNode[] {
  const selections = set.selections.flatMap((each) => (each === selection ? inner : [each]));
  const next = visit(document, {
    SelectionSet: (node) => (node === set ? { ...node, selections } : undefined),
  });
  return [tidy(next)].flatMap((each) => each ?? []);
}

function withoutAliases(document: DocumentNode): DocumentNode[] {
  const aliased: ASTNode[] = [];
  visit(document, { Field: (node) => void (node.alias === undefined ? 0 : aliased.push(node)) });
  return aliased.map((target) =>
    visit(document, {
      Field: (node) => (node === target ? { ...node, alias: undefined } : undefined),
    }),
  );
}
