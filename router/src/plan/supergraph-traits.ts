import { Kind, parse, visit, type ConstDirectiveNode, type DocumentNode } from 'graphql';

/** What of a supergraph decides which planner is right for it. */
export interface SupergraphTraits {
  /** Whether fields take arguments from a context (`@fromContext`). */
  readonly usesContext: boolean;
  /** Interfaces that some subgraph knows as an object type (`@interfaceObject`), and the types behind them. */
  readonly interfaceObjects: ReadonlySet<string>;
}

export function readTraits(supergraphSdl: string): SupergraphTraits {
  const document = parse(supergraphSdl, { noLocation: true });
  return { usesContext: usesContext(document), interfaceObjects: readInterfaceObjects(document) };
}

function usesContext(document: DocumentNode): boolean {
  let found = false;
  visit(document, { Argument: ({ name }) => void (found ||= name.value === 'contextArguments') });
  return found;
}

function readInterfaceObjects({ definitions }: DocumentNode): Set<string> {
  const interfaces = new Set<string>();
  const isMarked = ({ arguments: given }: ConstDirectiveNode) =>
    given?.some(({ name, value }) => name.value === 'isInterfaceObject' && value.kind === Kind.BOOLEAN && value.value);
  for (const definition of definitions) {
    if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION && definition.directives?.some(isMarked) === true)
      interfaces.add(definition.name.value);
  }
  const members = definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
    definition.interfaces?.some(({ name }) => interfaces.has(name.value)) === true
      ? [definition.name.value]
      : [],
  );
  return new Set([...interfaces, ...members]);
}
