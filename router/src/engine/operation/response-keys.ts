import { Kind, visit, type DocumentNode, type FieldNode, type ValueNode } from 'graphql';

/** Names that a planner may put into an operation beside what a client selects. */
export interface SupergraphNames {
  readonly fields: ReadonlySet<string>;
  /** Among them those that take arguments and that a key or `@requires` speaks of. */
  readonly required: ReadonlySet<string>;
}

/** The keys under which the fields of one operation are asked for. */
export interface ResponseKeys {
  keyOf(field: FieldNode): string;
}

/**
 * Planners add fields for themselves: keys, `__typename`, what a service requires. A client's alias of the same name
 * would take their place, and the service be sent something else. So each alias that is the name of a field, or that
 * could be one of a planner's own, is replaced by a key of ours, and so is the name of a field that some service may
 * require with other arguments than the client's.
 */
export function createResponseKeys({ fields, required }: SupergraphNames): ResponseKeys {
  const replacements = new Map<string, string>();
  let next = 0;
  const unusedKey = (): string => {
    const key = `_${next++}`;
    return fields.has(key) ? unusedKey() : key;
  };
  return {
    keyOf: (field) => {
      const name = field.name.value;
      const responseName = field.alias?.value ?? name;
      const isAmbiguous =
        responseName === name ? required.has(name) : responseName.startsWith('_') || fields.has(responseName);
      if (!isAmbiguous) return responseName;
      const pair = `${responseName}:${name}`;
      const key = replacements.get(pair) ?? unusedKey();
      replacements.set(pair, key);
      return key;
    },
  };
}

/** The names of all fields of a supergraph, with those that are in the field sets of its `join` directives. */
export function readSupergraphNames(supergraph: DocumentNode): SupergraphNames {
  const fields = new Set<string>();
  const withArguments = new Set<string>();
  const required = new Set<string>();
  const require = (fieldSet: ValueNode) => {
    for (const word of (fieldSet.kind === Kind.STRING && fieldSet.value.match(/\w+/g)) || []) required.add(word);
  };
  visit(supergraph, {
    FieldDefinition: ({ name, arguments: taken }) => {
      fields.add(name.value);
      if ((taken ?? []).length > 0) withArguments.add(name.value);
    },
    Argument: ({ name, value }) => {
      if (name.value === 'requires' || name.value === 'key') require(value);
    },
    // Of what is taken from a context.
    ObjectField: ({ name, value }) => {
      if (name.value === 'selection') require(value);
    },
  });
  return { fields, required: new Set([...required].filter((name) => withArguments.has(name))) };
}
