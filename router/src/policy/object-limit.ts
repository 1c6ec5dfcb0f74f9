import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, Kind, type DocumentNode, type FragmentDefinitionNode } from 'graphql';
import { routerErrors } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { countObjects } from './object-count.ts';

/**
 * Refuses, with OPERATION_TOO_LARGE, an operation whose answer could hold more objects. It needs the variables, so it
 * comes after the validation that limits the operation's text.
 */
export function limitObjects(maximum: number): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request: { variables = {} } }) => {
        // One that names no operation of its document is refused by Apollo Server.
        if (operation === undefined) return;
        if (countObjects({ schema, operation, fragments: fragmentsOf(document), variables }) <= maximum) return;
        const refusal = routerErrors.OPERATION_TOO_LARGE({ reason: 'OBJECTS' });
        throw new GraphQLError(
          `${refusal.message} Its answer could hold more than ${maximum} objects: ask for shorter lists.`,
          {
            nodes: [operation],
            originalError: refusal,
            extensions: { http: { status: 400 } },
          },
        );
      },
    }),
  };
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
}
