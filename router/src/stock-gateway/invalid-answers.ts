import type { ApolloServerPlugin } from '@apollo/server';
import { INTERNAL_ERROR_CODE } from '@galleria/kit/graphql/error-formatting';
import type { Logger } from '@galleria/kit/logger';
import { z } from 'zod';
import type { RequestContext } from '../request-context.ts';

const completionSchema = z.array(
  z.looseObject({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() }),
);

/**
 * When a subgraph's answer does not fit the schema (null where there must be something), the stock gateway makes a hole
 * and tells it only in `extensions.valueCompletion`. The GraphQL specification wants an error for every such hole
 * (section 6.4.4).
 */
export function reportInvalidAnswers(logger: Logger): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response }) => {
        if (response.body.kind !== 'single') return;
        const result = response.body.singleResult;
        const found = completionSchema.safeParse(result.extensions?.['valueCompletion']);
        if (!found.success) return;
        logger.error(
          { holes: found.data.map(({ message, path }) => ({ message, path })) },
          'a subgraph answered against the schema',
        );
        delete result.extensions?.['valueCompletion'];
        if (Object.keys(result.extensions ?? {}).length === 0) delete result.extensions;
        result.errors = found.data.map(({ path }) => ({
          message: 'A service gave an answer that does not fit the schema.',
          ...(path === undefined ? {} : { path }),
          extensions: { code: INTERNAL_ERROR_CODE },
        }));
      },
    }),
  };
}
