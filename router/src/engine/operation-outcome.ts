import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../request-context.ts';

/** Notes each operation's name and error codes for the access log. */
export function noteOutcome(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ operationName, response, contextValue: { outcome } }) => {
        outcome.operation = operationName ?? 'anonymous';
        const errors = response.body.kind === 'single' ? response.body.singleResult.errors : undefined;
        if (errors !== undefined) outcome.errors = errors.map(({ extensions }) => String(extensions?.['code']));
      },
    }),
  };
}
