import type { ApolloServerPlugin } from '@apollo/server';
import { Kind, parse, type FieldNode, type SelectionNode } from 'graphql';
import type { RequestContext } from '../request-context.ts';

/** One call of a subgraph, as a client in development sees it in `extensions.trace`. */
export interface SubgraphCall {
  readonly service: string;
  /** From sending to having the whole answer. */
  readonly ms: number;
  /** False when no answer came, or one with errors. */
  readonly ok: boolean;
  /** Where in the response its fields stand, such as `product` or `products.nodes.@.inStock`; `@` is each of a list. */
  readonly paths: readonly string[];
}

/** The calls of one request. */
export interface SubgraphTrace {
  readonly calls: SubgraphCall[];
}

/** Shows the calls of a request that has a trace, in the order in which they ended. */
export function showTrace(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue: { trace } }) => {
        if (trace === null || response.body.kind !== 'single') return;
        const result = response.body.singleResult;
        result.extensions = { ...result.extensions, trace: trace.calls };
      },
    }),
  };
}

/** Which fields of the response a subgraph's operation fills; `at` is where the entities stand that it adds to. */
export function responsePaths(operation: string, at: readonly (string | number)[] = []): string[] {
  const [definition] = parse(operation, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  const fields = fieldsOf(definition.selectionSet.selections).flatMap((field) =>
    field.name.value === '_entities' ? fieldsOf(field.selectionSet?.selections ?? []) : [field],
  );
  const keys = fields.map(({ alias, name }) => (alias ?? name).value).filter((key) => key !== '__typename');
  return [...new Set(keys)].map((key) => [...at, key].join('.'));
}

function fieldsOf(selections: readonly SelectionNode[]): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet.selections) : [];
  });
}
