import { GraphQLError, type OperationDefinitionNode } from 'graphql';
import { routerErrors } from '../../errors.ts';

/** Throws OPERATION_TOO_LARGE, with both figures, for an operation that could cost more than `maximum` objects. */
export function requireAffordable(maximum: number, cost: number, operation: OperationDefinitionNode): void {
  if (cost <= maximum) return;
  const refusal = routerErrors.OPERATION_TOO_LARGE({ reason: 'OBJECTS' });
  const figures = `Its answer could cost as much as ${cost} objects, and more than ${maximum} objects are refused`;
  throw new GraphQLError(`${refusal.message} ${figures}: ask for shorter lists.`, {
    nodes: [operation],
    originalError: refusal,
    extensions: { http: { status: 400 } },
  });
}
