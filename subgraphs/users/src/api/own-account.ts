import { accessErrors } from '@galleria/kit/errors';
import { requireViewer } from '@galleria/kit/graphql/viewer';
import type { AccountView } from '../domain/account-view.ts';
import type { GraphQLContext } from './context.ts';

/** The viewer's account after a change. Throws UNAUTHENTICATED when it is gone: its token has outlived it. */
export function ownAccount(context: GraphQLContext): Promise<AccountView> {
  return changedAccount(requireViewer(context.caller).userId, context);
}

/** An account after a change, as the viewer may see it. Throws UNAUTHENTICATED when it is gone. */
export async function changedAccount(id: string, { loaders }: GraphQLContext): Promise<AccountView> {
  // One operation may change the account several times, and each answer shows what was true after its own change.
  const user = await loaders.accountById.clear(id).load(id);
  if (user === null) throw accessErrors.UNAUTHENTICATED({ reason: 'account gone' });
  return user;
}
