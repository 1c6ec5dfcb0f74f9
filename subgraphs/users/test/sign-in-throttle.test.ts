import { CLIENT_ADDRESS_HEADER, createViewerSigner, VIEWER_HEADER } from '@galleria/kit/graphql/viewer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient, newCustomer, startUsers, STRONG_PASSWORD, type SignedIn, type Users } from './accounts.ts';

const VICTIMS_HOME = '192.0.2.7';

let now = new Date();
let users: Users;
let client: ReturnType<typeof createClient>;
let email: string;

beforeAll(async () => {
  users = await startUsers({ clock: () => now });
  client = createClient(users);
});
beforeEach(async () => {
  email = (await client.signUp()).user.email;
  await users.database.pool.query('delete from sign_in_throttles');
});
afterAll(() => users.stop());

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1_000));

/** As the router sends it: with the address of its client. */
async function signInFrom(address: string, password: string, as = email, { server } = users.app): Promise<SignedIn> {
  const sign = createViewerSigner({ secret: 'a secret that only tests of Galleria know', signedBy: 'router' });
  const query = `mutation ($input: SignInInput!) {
    signIn(input: $input) { __typename ... on Problem { code } ... on TooManyAttempts { retryAfterSeconds } }
  }`;
  const response = await server.inject({
    method: 'POST',
    url: '/graphql',
    headers: { [VIEWER_HEADER]: await sign(null), [CLIENT_ADDRESS_HEADER]: address },
    payload: { query, variables: { input: { email: as, password } } },
  });
  return response.json<{ data: { signIn: SignedIn } }>().data.signIn;
}

const times = async <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let index = 0; index < count; index += 1) results.push(await work(index));
  return results;
};

describe('guessing a password', () => {
  it('has to wait after five wrong ones from one client, and longer each time', async () => {
    const guesses = await times(6, () => signInFrom('203.0.113.9', 'wrong'));
    expect(guesses.slice(0, 5).every(({ code }) => code === 'INVALID_CREDENTIALS')).toBe(true);
    expect(guesses[5]).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: 5 });
    later(5);
    await signInFrom('203.0.113.9', 'wrong');
    expect(await signInFrom('203.0.113.9', STRONG_PASSWORD)).toMatchObject({ retryAfterSeconds: 10 });
  });

  it('is refused alike for an account that does not exist', async () => {
    const unknown = newCustomer().email;
    const guesses = await times(6, () => signInFrom('203.0.113.10', 'wrong', unknown));
    expect(guesses[5]).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: 5 });
  });

  it('does not keep the owner out who signed in from the same place before', async () => {
    await signInFrom(VICTIMS_HOME, STRONG_PASSWORD);
    await times(12, (index) => signInFrom(`203.0.113.${index}`, 'wrong'));
    expect(await signInFrom('203.0.113.200', STRONG_PASSWORD)).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    expect(await signInFrom(VICTIMS_HOME, STRONG_PASSWORD)).toMatchObject({ __typename: 'SignedIn' });
  });

  it('keeps an owner at a new place out for half a minute at most, whatever many clients do', async () => {
    for (let index = 0; index < 20; index += 1) {
      await signInFrom(`203.0.113.${index}`, 'wrong');
      later(30);
    }
    await signInFrom('203.0.113.250', 'wrong');
    const refused = await signInFrom('198.51.100.1', STRONG_PASSWORD);
    expect(refused).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: 30 });
    later(30);
    expect(await signInFrom('198.51.100.1', STRONG_PASSWORD)).toMatchObject({ __typename: 'SignedIn' });
  });

  it('is slowed down for a client that tries one password on many accounts', async () => {
    await times(50, (index) => signInFrom('203.0.113.77', 'wrong', `nobody-${index}@example.com`));
    expect(await signInFrom('203.0.113.77', STRONG_PASSWORD)).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    expect(await signInFrom(VICTIMS_HOME, STRONG_PASSWORD)).toMatchObject({ __typename: 'SignedIn' });
  });

  it('is no faster with all addresses of an IPv6 network, which one household has', async () => {
    const guesses = await times(6, (index) => signInFrom(`2001:db8:7:7:${index}::1`, 'wrong'));
    expect(guesses[5]).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: 5 });
    expect(await signInFrom('2001:db8:7:8::1', STRONG_PASSWORD)).toMatchObject({ __typename: 'SignedIn' });
  });

  it('starts from nothing again after the right one', async () => {
    await times(4, () => signInFrom(VICTIMS_HOME, 'wrong'));
    await signInFrom(VICTIMS_HOME, STRONG_PASSWORD);
    await times(4, () => signInFrom(VICTIMS_HOME, 'wrong'));
    expect(await signInFrom(VICTIMS_HOME, STRONG_PASSWORD)).toMatchObject({ __typename: 'SignedIn' });
  });

  it('is counted by account alone when the client is not known', async () => {
    const guesses = await times(11, () => client.signIn(email, 'wrong'));
    expect(guesses[9]).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(guesses[10]).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: 2 });
    later(2);
    expect(await client.signIn(email)).toMatchObject({ __typename: 'SignedIn' });
  });

  it('passes the limit with no more than one guess when twenty come at once', async () => {
    const guesses = await Promise.all(Array.from({ length: 20 }, () => signInFrom('203.0.113.99', 'wrong')));
    const lookedAt = guesses.filter(({ code }) => code === 'INVALID_CREDENTIALS');
    expect(lookedAt.length).toBeGreaterThanOrEqual(5);
    expect(lookedAt.length).toBeLessThanOrEqual(6);
  });

  it('goes on being counted in another instance of the service', async () => {
    await times(5, () => signInFrom('203.0.113.9', 'wrong'));
    const another = await users.startInstance();
    expect(await signInFrom('203.0.113.9', 'wrong', email, another)).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
  });

  it('leaves no address behind: people type all sorts of things into an e-mail field', async () => {
    await signInFrom('203.0.113.9', 'wrong');
    const { rows } = await users.database.pool.query<{ text: string }>(
      "select string_agg(encode(key, 'escape') || t::text, '') as text from sign_in_throttles t",
    );
    expect(rows[0]?.text).not.toContain(email);
    expect(rows[0]?.text).not.toContain('203.0.113.9');
  });
});
