import { passwordChanged } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient, startUsers, STRONG_PASSWORD, viewerOf, type SignedIn, type Users } from './accounts.ts';
import { send } from './as-client.ts';
import { tokensTo } from './mail-links.ts';

const ANOTHER = 'lantern gravel teapot monsoon';

let users: Users;
let client: ReturnType<typeof createClient>;
// Waits are counted from one moment, however long these tests take.
const NOW = new Date();
beforeAll(async () => {
  users = await startUsers({ clock: () => NOW });
  client = createClient(users);
});
afterAll(() => users.stop());

const change = (session: SignedIn, currentPassword = STRONG_PASSWORD, newPassword = ANOTHER) =>
  send(users, 'changePassword', { input: { currentPassword, newPassword } }, { viewer: viewerOf(session) });

describe('changing the password', () => {
  it('makes the new one the only one that signs in', async () => {
    const session = await client.signUp();
    expect(await change(session)).toEqual({ __typename: 'PasswordChanged' });
    expect(await client.signIn(session.user.email)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await client.signIn(session.user.email, ANOTHER)).toMatchObject({ __typename: 'SignedIn' });
  });

  it('ends every other session of the account and keeps this one', async () => {
    const laptop = await client.signUp();
    const phone = await client.signIn(laptop.user.email);
    const stranger = await client.signUp();
    await change(laptop);
    expect(await client.refresh(phone.refreshToken)).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
    expect(await client.refresh(laptop.refreshToken)).toMatchObject({ __typename: 'SignedIn' });
    expect(await client.refresh(stranger.refreshToken)).toMatchObject({ __typename: 'SignedIn' });
  });

  it('has the owner told, without either password', async () => {
    const session = await client.signUp();
    await change(session);
    const told = () => users.published(passwordChanged).filter(({ data }) => data.userId === session.user.id);
    await vi.waitFor(() => expect(told()).toHaveLength(1), PATIENCE);
    const { userId, email, name, locale, version, changedAt, ...more } = told()[0]!.data;
    expect([userId, email, name, locale, version, typeof changedAt]).toEqual([
      session.user.id,
      session.user.email,
      'Ada',
      'en',
      1,
      'string',
    ]);
    expect(more).toEqual({});
  });

  it('makes a link to reset it worthless', async () => {
    const session = await client.signUp();
    await send(users, 'requestPasswordReset', { email: session.user.email });
    const [token] = await tokensTo(users, 'reset', session.user.email);
    await change(session);
    const reset = await send(users, 'resetPassword', { input: { token, newPassword: STRONG_PASSWORD } });
    expect(reset).toMatchObject({ code: 'INVALID_TOKEN' });
  });

  it('is refused for a wrong password, a weak new one and the same one again', async () => {
    const session = await client.signUp();
    expect(await change(session, 'not the password')).toMatchObject({ code: 'WRONG_PASSWORD' });
    expect(await change(session, '')).toMatchObject({ code: 'WRONG_PASSWORD' });
    expect(await change(session, STRONG_PASSWORD, 'galleria')).toMatchObject({ code: 'WEAK_PASSWORD' });
    expect(await change(session, STRONG_PASSWORD, STRONG_PASSWORD)).toMatchObject({ code: 'WEAK_PASSWORD' });
    expect(await client.signIn(session.user.email)).toMatchObject({ __typename: 'SignedIn' });
  });

  it('counts wrong passwords together with those of sign-in', async () => {
    const session = await client.signUp();
    for (let count = 0; count < 5; count += 1) await change(session, 'wrong');
    for (let count = 0; count < 5; count += 1) await client.signIn(session.user.email, 'wrong');
    expect(await change(session)).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: 2 });
  });

  it('happens once when two come at once with the same current password', async () => {
    const session = await client.signUp();
    const results = await Promise.all([
      change(session, STRONG_PASSWORD, ANOTHER),
      change(session, STRONG_PASSWORD, 'compass velvet harbour nine'),
    ]);
    expect(results.map(({ __typename }) => __typename).sort()).toEqual(['PasswordChanged', 'WrongPassword']);
  });

  it('needs an account: a visitor and a token that outlived its account are refused', async () => {
    const input = { currentPassword: STRONG_PASSWORD, newPassword: ANOTHER };
    for (const viewer of [null, { userId: newId(), roles: ['CUSTOMER'] }]) {
      await expect(send(users, 'changePassword', { input }, { viewer })).rejects.toThrow('UNAUTHENTICATED');
    }
  });
});
