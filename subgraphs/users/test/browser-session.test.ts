import type { Viewer } from '@galleria/kit/graphql/viewer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient, newCustomer, startUsers, viewerOf, type SignedIn, type Users } from './accounts.ts';

const SIGNED_IN = '__typename ... on SignedIn { accessToken refreshToken } ... on Problem { code }';
const SIGN_UP = `mutation ($input: SignUpInput!) { result: signUp(input: $input) { ${SIGNED_IN} } }`;
const SIGN_IN = `mutation ($input: SignInInput!) { result: signIn(input: $input) { ${SIGNED_IN} } }`;
const REFRESH = `mutation ($token: String) { result: refreshSession(refreshToken: $token) { ${SIGNED_IN} } }`;
const SIGN_OUT = 'mutation ($everywhere: Boolean) { result: signOut(everywhere: $everywhere) }';

const CLEARED = 'galleria_refresh=; Max-Age=0; Path=/graphql; HttpOnly; SameSite=Strict';

let now: Date | undefined;
let users: Users;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  users = await startUsers({ clock: () => now ?? new Date() });
  client = createClient(users);
});
afterEach(() => void (now = undefined));
afterAll(() => users.stop());

/**
 * Sends an operation as the router passes it on for a browser; `cookie` is the refresh token that the browser holds.
 */
async function browse(
  document: string,
  { variables = {}, cookie, viewer = null }: { variables?: object; cookie?: string; viewer?: Viewer | null } = {},
) {
  const headers = {
    'x-galleria-session': 'cookie',
    ...(cookie === undefined ? {} : { cookie: `galleria_refresh=${cookie}` }),
  };
  const { answer, headers: received } = await users.exchange(document, {
    variables: { ...variables },
    viewer,
    headers,
  });
  const setCookie = received['set-cookie'] as string | undefined;
  return {
    result: answer.data?.result as SignedIn,
    code: answer.errors?.[0]?.extensions.code,
    setCookie,
    token: /^galleria_refresh=([\w-]+)/.exec(setCookie ?? '')?.[1],
  };
}

async function signUp() {
  const customer = newCustomer();
  const { result, token, setCookie } = await browse(SIGN_UP, { variables: { input: customer } });
  return { customer, viewer: viewerOf(result), token: token ?? '', result, setCookie };
}

const INVALID = { __typename: 'InvalidRefreshToken', code: 'INVALID_REFRESH_TOKEN' };

describe('a browser', () => {
  it('gets its refresh token in a cookie that no script can read, and in no answer', async () => {
    const { customer, result, setCookie } = await signUp();
    expect(result).toMatchObject({ __typename: 'SignedIn', refreshToken: '' });
    const kept = /^galleria_refresh=[\w-]{43}; Max-Age=2592000; Path=\/graphql; HttpOnly; SameSite=Strict$/;
    expect(setCookie).toMatch(kept);
    const { email, password } = customer;
    const signedIn = await browse(SIGN_IN, { variables: { input: { email, password } } });
    expect(signedIn.result).toMatchObject({ __typename: 'SignedIn', refreshToken: '' });
    expect(signedIn.setCookie).toMatch(kept);
  });

  it('gets no cookie for a sign-in that failed', async () => {
    const input = { email: 'nobody@example.com', password: 'something that is wrong' };
    const { result, setCookie } = await browse(SIGN_IN, { variables: { input } });
    expect(result.code).toBe('INVALID_CREDENTIALS');
    expect(setCookie).toBeUndefined();
  });

  it('refreshes its session by the cookie alone, and gets the next one', async () => {
    const first = await signUp();
    const second = await browse(REFRESH, { cookie: first.token });
    expect(second.result).toMatchObject({ __typename: 'SignedIn', refreshToken: '' });
    expect(viewerOf(second.result)).toEqual(first.viewer);
    expect(second.token).not.toBe(first.token);
    const third = await browse(REFRESH, { cookie: second.token ?? '' });
    expect(third.result.__typename).toBe('SignedIn');
  });

  it('loses a cookie that is worth nothing, and is not signed in without one', async () => {
    const first = await signUp();
    await browse(REFRESH, { cookie: first.token });
    now = new Date(Date.now() + 11_000);
    const reused = await browse(REFRESH, { cookie: first.token });
    expect(reused.result).toMatchObject(INVALID);
    expect(reused.setCookie).toBe(CLEARED);
    expect((await browse(REFRESH)).result).toMatchObject(INVALID);
  });

  it('that left the page before the answer came, comes again with the old cookie and stays signed in', async () => {
    // For ten seconds, which a busy machine may need for less than this.
    now = new Date();
    const first = await signUp();
    const lost = await browse(REFRESH, { cookie: first.token });
    const answers = await Promise.all([1, 2, 3].map(() => browse(REFRESH, { cookie: first.token })));
    for (const { result, token } of [lost, ...answers]) {
      expect(result.__typename).toBe('SignedIn');
      expect((await browse(REFRESH, { cookie: token ?? '' })).result.__typename).toBe('SignedIn');
    }
    now = new Date(now.getTime() + 11_000);
    expect((await browse(REFRESH, { cookie: first.token })).result).toMatchObject(INVALID);
    expect((await browse(REFRESH, { cookie: answers[0]?.token ?? '' })).result).toMatchObject(INVALID);
  });

  it('moves a refresh token that it holds itself into the cookie', async () => {
    const { refreshToken } = await client.signUp();
    const { result, token } = await browse(REFRESH, { variables: { token: refreshToken } });
    expect(result).toMatchObject({ __typename: 'SignedIn', refreshToken: '' });
    expect((await browse(REFRESH, { cookie: token ?? '' })).result.__typename).toBe('SignedIn');
  });
});

describe('a browser that signs out', () => {
  it('loses its cookie, and the session ends', async () => {
    const { viewer, token } = await signUp();
    const { result, setCookie } = await browse(SIGN_OUT, { viewer, cookie: token });
    expect(result).toBe(true);
    expect(setCookie).toBe(CLEARED);
    expect((await browse(REFRESH, { cookie: token })).result).toMatchObject(INVALID);
  });

  it('needs no access token for it: the cookie is enough', async () => {
    const { customer, token } = await signUp();
    const elsewhere = await client.signIn(customer.email);
    const { result, setCookie } = await browse(SIGN_OUT, { cookie: token });
    expect(result).toBe(true);
    expect(setCookie).toBe(CLEARED);
    expect((await browse(REFRESH, { cookie: token })).result).toMatchObject(INVALID);
    expect((await client.refresh(elsewhere.refreshToken)).__typename).toBe('SignedIn');
  });

  it('can do so everywhere with its newest token, and only here with an old one', async () => {
    const { customer, token } = await signUp();
    const elsewhere = await client.signIn(customer.email);
    await browse(REFRESH, { cookie: token });
    const variables = { everywhere: true };
    expect((await browse(SIGN_OUT, { cookie: token, variables })).result).toBe(true);
    const stillThere = await client.refresh(elsewhere.refreshToken);
    expect(stillThere.__typename).toBe('SignedIn');
    expect((await browse(SIGN_OUT, { cookie: stillThere.refreshToken, variables })).result).toBe(true);
    expect(await client.refresh(stillThere.refreshToken)).toMatchObject(INVALID);
  });

  it.each([undefined, 'nonsense', 'A'.repeat(43)])('is signed out already with the cookie %j', async (cookie) => {
    const { result, code, setCookie } = await browse(SIGN_OUT, cookie === undefined ? {} : { cookie });
    expect([result, code]).toEqual([false, undefined]);
    expect(setCookie).toBe(CLEARED);
  });
});

describe('a client that does not ask for a cookie', () => {
  it('gets none, and none of it is read', async () => {
    const { token } = await signUp();
    const { answer, headers } = await users.exchange(SIGN_UP, { variables: { input: newCustomer() } });
    expect(answer.data.result.refreshToken).toMatch(/^[\w-]{43}$/);
    expect(headers).not.toHaveProperty('set-cookie');
    const cookie = `galleria_refresh=${token}`;
    const refreshed = await users.exchange(REFRESH, { headers: { cookie } });
    expect(refreshed.answer.data.result).toMatchObject(INVALID);
    expect(refreshed.headers).not.toHaveProperty('set-cookie');
    const signedOut = await users.exchange(SIGN_OUT, { headers: { cookie } });
    expect(signedOut.answer.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect((await browse(REFRESH, { cookie: token })).result.__typename).toBe('SignedIn');
  });
});
