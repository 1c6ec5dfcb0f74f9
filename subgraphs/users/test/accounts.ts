import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { startService, type HarnessOptions } from '@galleria/platform/testing/service-harness';
import { decodeJwt } from 'jose';
import { createUsersApp } from '../src/app.ts';

export const STRONG_PASSWORD = 'plum kettle orbit sixpence';

const config = {
  TOKEN_ISSUER: 'galleria',
  TOKEN_AUDIENCE: 'galleria-graph',
  ACCESS_TOKEN_SECONDS: 900,
  REFRESH_TOKEN_DAYS: 30,
  NODE_ENV: 'test' as const,
};

export const startUsers = (options?: HarnessOptions) => startService('users', createUsersApp, config, options);
export type Users = Awaited<ReturnType<typeof startUsers>>;

const SIGNED_IN = `
  __typename
  ... on SignedIn { accessToken refreshToken expiresAt user { id name email roles standing createdAt addresses { id } } }
  ... on Problem { code message }`;

const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) { ${SIGNED_IN} } }`;
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { ${SIGNED_IN} ... on TooManyAttempts { retryAfterSeconds } } }`;
const REFRESH = `mutation ($token: String!) { refreshSession(refreshToken: $token) { ${SIGNED_IN} } }`;
const SIGN_OUT = `mutation ($everywhere: Boolean) { signOut(everywhere: $everywhere) }`;
const ADD_ADDRESS = `mutation ($input: AddressInput!) {
  addAddress(input: $input) {
    __typename
    ... on AddressAdded { address { id fullName line1 line2 city postalCode country } user { id addresses { id } } }
    ... on Problem { code message }
    ... on InvalidAddress { field }
  }
}`;

const UPDATE_PROFILE = `mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) {
    __typename
    ... on ProfileUpdated { user { id name email } }
    ... on Problem { code message }
  }
}`;
const UPDATE_ADDRESS = `mutation ($addressId: ID!, $input: AddressInput!) {
  updateAddress(addressId: $addressId, input: $input) {
    __typename
    ... on AddressUpdated { address { id fullName line1 line2 city postalCode country } user { id addresses { id city } } }
    ... on Problem { code message }
    ... on InvalidAddress { field }
  }
}`;
const REMOVE_ADDRESS = `mutation ($addressId: ID!) {
  removeAddress(addressId: $addressId) {
    __typename
    ... on AddressRemoved { user { id addresses { id } } }
    ... on Problem { code message }
  }
}`;

/** How a change of an account ended; what it holds depends on the outcome. */
export interface AccountChange {
  readonly __typename: string;
  readonly code?: string;
  readonly field?: string;
  readonly address: { readonly id: string; readonly city: string };
  readonly user: { readonly name: string; readonly addresses: readonly { readonly id: string }[] };
}

export const ADDRESS = {
  fullName: 'Ada Lindqvist',
  line1: 'Brunnsgatan 14',
  line2: null,
  city: 'Stockholm',
  postalCode: '111 38',
  country: 'SE',
};

export interface SignedIn {
  readonly __typename: string;
  readonly code?: string;
  readonly retryAfterSeconds?: number;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: string;
  readonly user: { readonly id: string; readonly email: string; readonly name: string; readonly roles: string[] };
}

/** The service's operations as a test says them. */
export function createClient(users: Users) {
  const call = async <T>(document: string, variables: object, viewer: Viewer | null, field: string): Promise<T> => {
    const answer = await users.query(document, { variables: { ...variables }, viewer });
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    const data = answer.data as Record<string, T>;
    return data[field]!;
  };
  return {
    signUp: (input: Partial<{ email: string; password: string; name: string; locale: 'EN' | 'DE' }> = {}) =>
      call<SignedIn>(SIGN_UP, { input: { ...newCustomer(), ...input } }, null, 'signUp'),
    signIn: (email: string, password = STRONG_PASSWORD) =>
      call<SignedIn>(SIGN_IN, { input: { email, password } }, null, 'signIn'),
    refresh: (token: string) => call<SignedIn>(REFRESH, { token }, null, 'refreshSession'),
    signOut: (viewer: Viewer, everywhere?: boolean) =>
      call<boolean>(SIGN_OUT, everywhere === undefined ? {} : { everywhere }, viewer, 'signOut'),
    addAddress: (viewer: Viewer, input: object = {}) =>
      call<{
        __typename: string;
        code?: string;
        field?: string;
        address: { id: string };
        user: { addresses: { id: string }[] };
      }>(ADD_ADDRESS, { input: { ...ADDRESS, ...input } }, viewer, 'addAddress'),
    updateProfile: (viewer: Viewer, name: string) =>
      call<AccountChange>(UPDATE_PROFILE, { input: { name } }, viewer, 'updateProfile'),
    updateAddress: (viewer: Viewer, addressId: string, input: object = {}) =>
      call<AccountChange>(UPDATE_ADDRESS, { addressId, input: { ...ADDRESS, ...input } }, viewer, 'updateAddress'),
    removeAddress: (viewer: Viewer, addressId: string) =>
      call<AccountChange>(REMOVE_ADDRESS, { addressId }, viewer, 'removeAddress'),
    operations: { SIGN_OUT, ADD_ADDRESS, UPDATE_PROFILE, UPDATE_ADDRESS, REMOVE_ADDRESS },
  };
}

export function newCustomer() {
  return { email: `${newId()}@example.com`, password: STRONG_PASSWORD, name: 'Ada' };
}

/** The viewer that the router makes of an access token. */
export function viewerOf({ accessToken }: Pick<SignedIn, 'accessToken'>): Viewer {
  const { sub, roles, sid } = decodeJwt<{ roles: string[]; sid: string }>(accessToken);
  return { userId: sub ?? '', roles, sessionId: sid };
}

export const administrator = (): Viewer => ({ userId: newId(), roles: ['ADMINISTRATOR'] });
