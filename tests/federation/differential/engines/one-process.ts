import { execute, parse, type DocumentNode } from 'graphql';
import type { World } from '../world/world.ts';
import { toAnswer, type Engine } from './engine.ts';

/** The judge: the same schema and the same data as one GraphQL server, executed by graphql-js. */
export function startOneProcess({ apiSchema }: World): Engine {
  return {
    name: 'one process',
    run: async ({ query, variables, operationName }) => {
      const document: DocumentNode = parse(query);
      return toAnswer(
        await execute({
          schema: apiSchema,
          document,
          variableValues: variables ?? {},
          operationName: operationName ?? null,
        }),
      );
    },
  };
}
