import { mergeGuestCart } from '../cart/change-cart.ts';
import { client, session } from '../graph/client.ts';
import { SignInDocument, SignOutDocument, SignUpDocument, type SignInMutation } from './generated/sign-in.ts';

type Outcome = SignInMutation['signIn'] | { readonly code: string } | undefined;

const UNAVAILABLE = { code: 'TEMPORARILY_UNAVAILABLE' };
/** The old session's token would have the request refused, and none is needed. */
const anonymous = { anonymous: true };

/** Resolves with the code of the problem, or with nothing when somebody is signed in and has their cart. */
export async function signIn(input: { email: string; password: string }): Promise<string | undefined> {
  const { data } = await client
    .mutate({ mutation: SignInDocument, variables: { input }, context: anonymous })
    .catch(() => ({ data: undefined }));
  return begin(data?.signIn ?? UNAVAILABLE);
}

export async function signUp(input: { email: string; password: string; name: string }): Promise<string | undefined> {
  const { data } = await client
    .mutate({ mutation: SignUpDocument, variables: { input }, context: anonymous })
    .catch(() => ({ data: undefined }));
  return begin(data?.signUp ?? UNAVAILABLE);
}

/** Ends the session here and on the server, and forgets all that was the account's own. */
export async function signOut(): Promise<void> {
  await client.mutate({ mutation: SignOutDocument, context: anonymous }).catch(() => undefined);
  session.end();
  await client.clearStore();
}

async function begin(outcome: Outcome): Promise<string | undefined> {
  if (outcome === undefined || 'code' in outcome) return outcome?.code ?? UNAVAILABLE.code;
  await client.clearStore();
  session.begin(outcome);
  await mergeGuestCart();
  return undefined;
}
