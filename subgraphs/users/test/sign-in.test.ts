import { userRegistered } from '@galleria/events/users';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient, newCustomer, startUsers, STRONG_PASSWORD, viewerOf, type Users } from './accounts.ts';

let users: Users;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  users = await startUsers();
  client = createClient(users);
});
afterAll(() => users.stop());

const keySet = async (): Promise<JSONWebKeySet> => {
  const response = await users.app.server.inject({ method: 'GET', url: '/.well-known/jwks.json' });
  return response.json<JSONWebKeySet>();
};

describe('signing up', () => {
  it('opens an account, signs it in and shows it to itself', async () => {
    const input = newCustomer();
    const result = await client.signUp({ ...input, name: '  Ada Lindqvist ' });
    expect(result).toMatchObject({
      __typename: 'SignedIn',
      user: { name: 'Ada Lindqvist', email: input.email, roles: ['CUSTOMER'], standing: 'ACTIVE', addresses: [] },
    });
    expect(viewerOf(result).userId).toBe(result.user.id);
  });

  it('tells the other services of the new account', async () => {
    const { user } = await client.signUp();
    await vi.waitFor(() => {
      const messages = users.published(userRegistered).filter(({ data }) => data.userId === user.id);
      expect(messages).toHaveLength(1);
      expect(messages[0]?.data).toMatchObject({ email: user.email, name: user.name });
    }, PATIENCE);
  });

  it('refuses an e-mail address that is taken, however it is spelt', async () => {
    const { email } = (await client.signUp()).user;
    await expect(client.signUp({ email: ` ${email.toUpperCase()} ` })).resolves.toMatchObject({ code: 'EMAIL_TAKEN' });
  });

  it('opens one account when five sign-ups with one address come at once', async () => {
    const input = newCustomer();
    const results = await Promise.all(Array.from({ length: 5 }, () => client.signUp(input)));
    expect(results.map(({ __typename }) => __typename).sort()).toEqual([
      ...Array<string>(4).fill('EmailTaken'),
      'SignedIn',
    ]);
  });

  it('refuses what is no e-mail address, no name and no strong password', async () => {
    await expect(client.signUp({ email: 'ada at example' })).resolves.toMatchObject({ code: 'INVALID_EMAIL' });
    await expect(client.signUp({ name: '   ' })).resolves.toMatchObject({ code: 'INVALID_NAME' });
    await expect(client.signUp({ password: 'galleria' })).resolves.toMatchObject({ code: 'WEAK_PASSWORD' });
  });
});

describe('signing in', () => {
  it('gives a token that the published keys verify, with the claims that the router reads', async () => {
    const { user } = await client.signUp();
    const { accessToken, expiresAt } = await client.signIn(user.email.toUpperCase());
    const keys = await keySet();
    const { payload, protectedHeader } = await jwtVerify(accessToken, createLocalJWKSet(keys), {
      algorithms: ['EdDSA'],
      issuer: 'galleria',
      audience: 'galleria-graph',
    });
    expect(protectedHeader.kid).toBe(keys.keys[0]?.kid);
    expect(payload).toMatchObject({ sub: user.id, roles: ['CUSTOMER'], sid: expect.any(String) as string });
    expect(payload['scope']).toBe('account:write cart:write orders:place');
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900);
    expect(new Date(expiresAt).getTime()).toBe((payload.exp ?? 0) * 1_000);
  });

  it('does not tell a wrong password from an unknown account', async () => {
    const { user } = await client.signUp();
    const wrong = await client.signIn(user.email, 'not the password at all');
    const unknown = await client.signIn(newCustomer().email, STRONG_PASSWORD);
    expect(wrong).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(unknown).toEqual(wrong);
  });

  it('publishes nothing but public keys, to anyone, for some minutes', async () => {
    const response = await users.app.server.inject({ method: 'GET', url: '/.well-known/jwks.json' });
    expect(response.headers['cache-control']).toBe('public, max-age=300');
    for (const key of response.json<JSONWebKeySet>().keys) {
      expect(key).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' });
      expect(key).not.toHaveProperty('d');
    }
  });

  it('signs with one key when several instances start on an empty database', async () => {
    await users.database.pool.query('delete from signing_keys');
    const instances = await Promise.all([users.startInstance(), users.startInstance(), users.startInstance()]);
    const sets = await Promise.all(
      instances.map(({ server }) => server.inject({ method: 'GET', url: '/.well-known/jwks.json' })),
    );
    const ids = sets.flatMap((response) => response.json<JSONWebKeySet>().keys.map(({ kid }) => kid));
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
  });

  it('names the key of a token in its header', async () => {
    const { accessToken } = await client.signUp();
    expect(decodeProtectedHeader(accessToken)).toMatchObject({ alg: 'EdDSA', kid: expect.any(String) as string });
  });

  it('keeps neither the password nor a token that could be used', async () => {
    const { refreshToken, user } = await client.signUp();
    const { rows } = await users.database.pool.query<{ text: string }>(
      `select (select string_agg(t::text, '') from accounts t where id = $1)
        || (select string_agg(t::text || encode(t.hash, 'escape'), '') from refresh_tokens t)
        || (select string_agg(t::text, '') from outbox t) as text`,
      [user.id],
    );
    expect(rows[0]?.text).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(rows[0]?.text).not.toContain(refreshToken);
    expect(rows[0]?.text).not.toContain(STRONG_PASSWORD);
  });
});
