import type { ApolloServerPlugin } from '@apollo/server';
import { Kind, type DocumentNode, type FragmentDefinitionNode } from 'graphql';
import { estimateCost } from '../policy/demand/cost-estimate.ts';
import { requireAffordable } from '../policy/demand/cost-limit.ts';
import { NO_COST_RULES } from '../policy/demand/cost-rules.ts';
import type { RequestContext } from '../request-context.ts';

/**
 * It knows no rules of the graph's own. Needs the variables, so it comes after the validation that limits the
 * operation's text.
 */
export function limitObjects(maximum: number): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request: { variables = {} } }) => {
        // One that names no operation of its document is refused by whoever looks at it first.
        if (operation === undefined) return;
        const estimated = { schema, operation, fragments: fragmentsOf(document), variables };
        requireAffordable(maximum, estimateCost(estimated, NO_COST_RULES), operation);
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
