import type { Viewer } from '@galleria/kit/graphql/viewer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient, startUsers, viewerOf, type Users } from './accounts.ts';
import { send } from './as-client.ts';
import { linksTo, tokensTo } from './mail-links.ts';

let now = new Date();
let users: Users;
let client: ReturnType<typeof createClient>;
let viewer: Viewer;
let email: string;

beforeAll(async () => {
  users = await startUsers({ clock: () => now });
  client = createClient(users);
});
beforeEach(async () => {
  const session = await client.signUp();
  viewer = viewerOf(session);
  ({ email } = session.user);
});
afterAll(() => users.stop());

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1_000));
const verify = (token: string) => send(users, 'verifyEmail', { token });
const request = () => send(users, 'requestEmailVerification', {}, { viewer });
const isVerified = async () =>
  (await users.query('{ me { emailVerified } }', { viewer })).data.me.emailVerified as boolean;

describe('an e-mail address', () => {
  it('is verified by the link that sign-up has mailed, by whoever has the mail', async () => {
    expect(await isVerified()).toBe(false);
    const [token] = await tokensTo(users, 'verification', email);
    expect(await verify(token!)).toEqual({ __typename: 'EmailVerified' });
    expect(await isVerified()).toBe(true);
  });

  it('is verified once by one link, also when it is opened five times at once', async () => {
    const [token] = await tokensTo(users, 'verification', email);
    const results = await Promise.all(Array.from({ length: 5 }, () => verify(token!)));
    expect(results.filter(({ __typename }) => __typename === 'EmailVerified')).toHaveLength(1);
    expect(results.filter(({ code }) => code === 'INVALID_TOKEN')).toHaveLength(4);
  });

  it('is verified by the newest link only, and for a day', async () => {
    expect(await request()).toEqual({ __typename: 'EmailVerificationRequested' });
    const [first, second] = await tokensTo(users, 'verification', email, 2);
    expect(await verify(first!)).toMatchObject({ code: 'INVALID_TOKEN' });
    later(24 * 3_600);
    expect(await verify(second!)).toMatchObject({ code: 'INVALID_TOKEN' });
    expect(await isVerified()).toBe(false);
    await request();
    const third = (await tokensTo(users, 'verification', email, 3)).at(-1)!;
    later(24 * 3_600 - 1);
    expect(await verify(third)).toEqual({ __typename: 'EmailVerified' });
  });

  it('is not verified by what is no such link', async () => {
    await send(users, 'requestPasswordReset', { email });
    const [reset] = await tokensTo(users, 'reset', email);
    for (const token of ['', 'A'.repeat(43), reset!])
      expect(await verify(token)).toMatchObject({ code: 'INVALID_TOKEN' });
    expect(await isVerified()).toBe(false);
  });

  it('gets no more links than a few, and none when it is verified', async () => {
    for (let count = 0; count < 3; count += 1) await request();
    expect(await request()).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: 60 });
    const tokens = await tokensTo(users, 'verification', email, 4);
    await verify(tokens.at(-1)!);
    expect(await request()).toMatchObject({ code: 'EMAIL_ALREADY_VERIFIED' });
    expect(linksTo(users, 'verification', email)).toHaveLength(4);
  });

  it('has its link asked for by its account only', async () => {
    await expect(send(users, 'requestEmailVerification', {})).rejects.toThrow('UNAUTHENTICATED');
  });
});
