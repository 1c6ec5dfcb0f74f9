import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type SelectionNode,
} from 'graphql';

/** Whether a service can find an entity by what a representation of it holds. */
export type Identifies = (service: string, representation: Readonly<Record<string, unknown>>) => boolean;

/**
 * By the keys in the `join` directives of a supergraph, of which the fields at their top are compared. A plan may ask
 * about more objects than it has brought keys of, and one without would cost all the others their answer.
 */
export function readEntityKeys(supergraph: DocumentNode): Identifies {
  const services = readServices(supergraph);
  const keys = new Map<string, (readonly string[])[]>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const directive of definition.directives ?? []) {
      const [graph, key] = [given(directive, 'graph'), given(directive, 'key')];
      if (graph?.kind !== Kind.ENUM || key?.kind !== Kind.STRING) continue;
      const place = placeOf(services.get(graph.value) ?? graph.value, definition.name.value);
      keys.set(place, [...(keys.get(place) ?? []), fieldsOf(key.value)]);
    }
  }
  return (service, representation) => {
    const known = keys.get(placeOf(service, String(representation['__typename'])));
    return known?.some((key) => key.every((field) => Object.hasOwn(representation, field))) === true;
  };
}

/** The names of subgraphs by the values of the supergraph's enum of them. */
function readServices({ definitions }: DocumentNode): Map<string, string> {
  const values = definitions.flatMap((definition) =>
    definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph'
      ? (definition.values ?? [])
      : [],
  );
  return new Map(
    values.map(({ name, directives }) => {
      const named = directives?.map((directive) => given(directive, 'name')).find((value) => value !== undefined);
      return [name.value, named?.kind === Kind.STRING ? named.value : name.value];
    }),
  );
}

function given(directive: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}

function fieldsOf(fieldSet: string): string[] {
  const [definition] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return definition.selectionSet.selections.flatMap((selection: SelectionNode) =>
    selection.kind === Kind.FIELD ? [selection.name.value] : [],
  );
}

function placeOf(service: string, type: string): string {
  return `${service} ${type}`;
}
