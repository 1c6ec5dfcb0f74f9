import { CLIENT_ADDRESS_HEADER, CLIENT_AGENT_HEADER, type Viewer } from '@galleria/kit/graphql/viewer';
import type { Users } from './accounts.ts';

export interface Outcome {
  readonly __typename: string;
  readonly code?: string;
  readonly retryAfterSeconds?: number;
}

const PROBLEM = '__typename ... on Problem { code } ... on TooManyAttempts { retryAfterSeconds }';

const OPERATIONS = {
  changePassword: `mutation ($input: ChangePasswordInput!) { result: changePassword(input: $input) { ${PROBLEM} } }`,
  requestPasswordReset: `mutation ($email: String!) { result: requestPasswordReset(email: $email) { ${PROBLEM} } }`,
  resetPassword: `mutation ($input: ResetPasswordInput!) { result: resetPassword(input: $input) {
    __typename ... on PasswordReset { user { id name email } } ... on Problem { code } } }`,
  requestEmailVerification: `mutation { result: requestEmailVerification { ${PROBLEM} } }`,
  verifyEmail: `mutation ($token: String!) { result: verifyEmail(token: $token) { __typename ... on Problem { code } } }`,
  requestEmailChange: `mutation ($input: RequestEmailChangeInput!) { result: requestEmailChange(input: $input) {
    ${PROBLEM} ... on EmailChangeRequested { newEmail } } }`,
  changeEmail: `mutation ($token: String!) { result: changeEmail(token: $token) {
    __typename ... on EmailChanged { user { email emailVerified } } ... on Problem { code } } }`,
  eraseMe: `mutation ($input: EraseMeInput!) { result: eraseMe(input: $input) { ${PROBLEM} } }`,
  signIn: `mutation ($input: SignInInput!) { result: signIn(input: $input) {
    __typename ... on SignedIn { accessToken refreshToken } ... on Problem { code } ... on TooManyAttempts { retryAfterSeconds } } }`,
  signOutSession: `mutation ($sessionId: ID!) { result: signOutSession(sessionId: $sessionId) {
    __typename ... on SessionEnded { user { sessions { id } } } ... on Problem { code } } }`,
  setDefaultAddress: `mutation ($addressId: ID!) { result: setDefaultAddress(addressId: $addressId) {
    __typename ... on DefaultAddressSet { address { id isDefault } user { addresses { id isDefault } } } ... on Problem { code } } }`,
} as const;

export interface From {
  readonly viewer?: Viewer | null;
  readonly address?: string;
  readonly agent?: string;
}

/**
 * One operation as the router passes it on: with where its client is and what it calls itself. Throws the code of an
 * error.
 */
export async function send<Result = Outcome>(
  users: Users,
  operation: keyof typeof OPERATIONS,
  variables: Record<string, unknown>,
  { viewer = null, address, agent }: From = {},
): Promise<Result> {
  const headers = {
    ...(address === undefined ? {} : { [CLIENT_ADDRESS_HEADER]: address }),
    ...(agent === undefined ? {} : { [CLIENT_AGENT_HEADER]: agent }),
  };
  const { answer } = await users.exchange(OPERATIONS[operation], { variables, viewer, headers });
  if (answer.errors !== undefined) throw new Error(answer.errors[0]?.extensions.code);
  return answer.data.result as Result;
}
