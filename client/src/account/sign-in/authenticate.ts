import { answerOf } from '../../graph/answer.ts';
import { mergeGuestCart } from '../../cart/change-cart.ts';
import { forgetAccount } from '../../graph/cache.ts';
import { client, session } from '../../graph/client.ts';
import type { SignUpInput } from '../../graph/generated/schema-types.ts';
import { SignInDocument, SignOutDocument, SignUpDocument, type SignInMutation } from './generated/sign-in.ts';

type Outcome = SignInMutation['signIn'] | { readonly code: string };

/** The old session's token would have the request refused, and none is needed. */
const anonymous = { anonymous: true };

/** Resolves with the code of the problem, or with nothing when somebody is signed in and has their cart. */
export async function signIn(input: { email: string; password: string }): Promise<string | undefined> {
  const sent = client.mutate({ mutation: SignInDocument, variables: { input }, context: anonymous });
  return begin(await answerOf(sent, 'signIn'));
}

export async function signUp(input: SignUpInput): Promise<string | undefined> {
  const sent = client.mutate({ mutation: SignUpDocument, variables: { input }, context: anonymous });
  return begin(await answerOf(sent, 'signUp'));
}

/** Ends the session here and on the server, and forgets all that was the account's own. */
export async function signOut(): Promise<void> {
  await endSession({ everywhere: false });
  forgetSession();
}

/**
 * Ends all sessions of the account. Resolves with the code of the problem when the server did not: then this one goes
 * on, too.
 */
export async function signOutEverywhere(): Promise<string | undefined> {
  const answer = await endSession({ everywhere: true });
  if (typeof answer === 'object') return answer.code;
  forgetSession();
  return undefined;
}

/** Forgets here what the server has ended by itself. */
export function forgetSession(): void {
  session.end();
  forgetAccount(client.cache);
}

/** The cookie tells whose session it is, so that an access token that has expired does not matter. */
function endSession(variables: { everywhere: boolean }) {
  return answerOf(client.mutate({ mutation: SignOutDocument, variables, context: anonymous }), 'signOut');
}

async function begin(outcome: Outcome): Promise<string | undefined> {
  if ('code' in outcome) return outcome.code;
  forgetAccount(client.cache);
  // First, because the page asks for the account's cart as soon as somebody is signed in.
  await mergeGuestCart(outcome.accessToken);
  session.begin(outcome);
  return undefined;
}
