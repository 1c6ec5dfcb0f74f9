import { GraphQLError, OperationTypeNode, type OperationDefinitionNode } from 'graphql';

export const METHOD_NOT_ALLOWED = 'METHOD_NOT_ALLOWED';

/** Throws METHOD_NOT_ALLOWED for a mutation that came by GET: any page can make a browser send one. */
export function refuseChangeByGet({ operation }: OperationDefinitionNode, onlyQueries: boolean): void {
  if (!onlyQueries || operation !== OperationTypeNode.MUTATION) return;
  throw new GraphQLError('Send a mutation by POST.', {
    extensions: { code: METHOD_NOT_ALLOWED, http: { status: 405, headers: new Map([['allow', 'POST']]) } },
  });
}
