import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../request-context.ts';

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
