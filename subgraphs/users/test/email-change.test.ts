import { emailChanged, emailChangeRequested, userUpdated } from '@galleria/events/users';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient, startUsers, STRONG_PASSWORD, viewerOf, type SignedIn, type Users } from './accounts.ts';
import { send } from './as-client.ts';
import { linksTo, tokensTo } from './mail-links.ts';

const ANOTHER_PASSWORD = 'lantern gravel teapot monsoon';

let now = new Date();
let users: Users;
let client: ReturnType<typeof createClient>;
let ada: SignedIn;
let newEmail: string;

beforeAll(async () => {
  users = await startUsers({ clock: () => now });
  client = createClient(users);
});
beforeEach(async () => {
  ada = await client.signUp();
  newEmail = `new-${newId()}@example.com`;
});
afterAll(() => users.stop());

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1_000));
const request = (to = newEmail, session = ada, password = STRONG_PASSWORD) =>
  send(users, 'requestEmailChange', { input: { newEmail: to, password } }, { viewer: viewerOf(session) });
const follow = (token: string, session = ada) => send(users, 'changeEmail', { token }, { viewer: viewerOf(session) });
/** Asks for another address and gives the token that was mailed there. */
const linkFor = async (to = newEmail, session = ada): Promise<string> => {
  const before = linksTo(users, 'change', to).length;
  await request(to, session);
  return (await tokensTo(users, 'change', to, before + 1)).at(-1)!;
};
const emailOf = async (viewer: Viewer) =>
  (await users.query('{ me { email emailVerified } }', { viewer })).data.me as object;

describe('another e-mail address', () => {
  it('is the account’s from when its link is followed, verified, and not before', async () => {
    const viewer = viewerOf(ada);
    expect(await request(` ${newEmail.toUpperCase()} `)).toEqual({ __typename: 'EmailChangeRequested', newEmail });
    expect(await emailOf(viewer)).toEqual({ email: ada.user.email, emailVerified: false });
    const [token] = await tokensTo(users, 'change', newEmail);
    expect(await follow(token!)).toEqual({
      __typename: 'EmailChanged',
      user: { email: newEmail, emailVerified: true },
    });
    expect(await emailOf(viewer)).toEqual({ email: newEmail, emailVerified: true });
    expect(await client.signIn(newEmail)).toMatchObject({ __typename: 'SignedIn', user: { id: ada.user.id } });
    expect(await client.signIn(ada.user.email)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await client.signUp({ email: ada.user.email })).toMatchObject({ __typename: 'SignedIn' });
  });

  it('is told to the other services, and the address before it is told of the request and of the change', async () => {
    const told = (contract: typeof emailChangeRequested | typeof emailChanged | typeof userUpdated) =>
      users.published(contract).flatMap(({ data }) => (data.userId === ada.user.id ? [data] : []));
    const account = { userId: ada.user.id, name: 'Ada', locale: 'en' };
    const at = now.toISOString();
    const token = await linkFor();
    await vi.waitFor(() => expect(told(emailChangeRequested)).toHaveLength(1), PATIENCE);
    expect(told(emailChangeRequested)).toEqual([{ ...account, version: 1, email: ada.user.email, requestedAt: at }]);
    await follow(token);
    await vi.waitFor(() => expect(told(emailChanged)).toHaveLength(1), PATIENCE);
    const changed = { ...account, version: 2, email: newEmail };
    expect(told(userUpdated)).toEqual([changed]);
    expect(told(emailChanged)).toEqual([{ ...changed, formerEmail: ada.user.email, changedAt: at }]);
  });

  it('leaves every session as it is', async () => {
    const phone = await client.signIn(ada.user.email);
    await follow(await linkFor());
    expect(await client.refresh(phone.refreshToken)).toMatchObject({
      __typename: 'SignedIn',
      user: { email: newEmail },
    });
    expect(await client.refresh(ada.refreshToken)).toMatchObject({ __typename: 'SignedIn', user: { email: newEmail } });
  });

  it('is refused when it is none, the same one, or asked for without the password', async () => {
    expect(await request('nobody')).toMatchObject({ code: 'INVALID_EMAIL' });
    expect(await request(ada.user.email.toUpperCase())).toMatchObject({ code: 'EMAIL_UNCHANGED' });
    expect(await request(newEmail, ada, 'not the password')).toMatchObject({ code: 'WRONG_PASSWORD' });
    expect(linksTo(users, 'change', newEmail)).toEqual([]);
  });

  it('counts wrong passwords together with those of sign-in', async () => {
    for (let count = 0; count < 5; count += 1) await request(newEmail, ada, 'wrong');
    for (let count = 0; count < 5; count += 1) await client.signIn(ada.user.email, 'wrong');
    expect(await request()).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: 2 });
  });

  it('that is somebody else’s gets the same answer and no mail, and the one before is told as ever', async () => {
    const grace = await client.signUp();
    const free = await request();
    const taken = await request(grace.user.email);
    expect(taken).toEqual({ ...free, newEmail: grace.user.email });
    const told = () => users.published(emailChangeRequested).filter(({ data }) => data.userId === ada.user.id);
    await vi.waitFor(() => expect(told()).toHaveLength(2), PATIENCE);
    expect(linksTo(users, 'change', grace.user.email)).toEqual([]);
  });

  it('needs an account: a visitor and a token that outlived its account are refused', async () => {
    const input = { newEmail, password: STRONG_PASSWORD };
    for (const viewer of [null, { userId: newId(), roles: ['CUSTOMER'] }]) {
      await expect(send(users, 'requestEmailChange', { input }, { viewer })).rejects.toThrow('UNAUTHENTICATED');
      await expect(send(users, 'changeEmail', { token: 'A'.repeat(43) }, { viewer })).rejects.toThrow(
        'UNAUTHENTICATED',
      );
    }
  });

  it('gets no more mails than a few, from its account or from several', async () => {
    for (let count = 0; count < 3; count += 1) await request();
    expect(await request()).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: 60 });
    const grace = await client.signUp();
    expect(await request(newEmail, grace)).toMatchObject({ __typename: 'EmailChangeRequested' });
    const told = () => users.published(emailChangeRequested).filter(({ data }) => data.userId === grace.user.id);
    await vi.waitFor(() => expect(told()).toHaveLength(1), PATIENCE);
    expect(linksTo(users, 'change', newEmail)).toHaveLength(3);
  });
});

describe('the link that changes an address', () => {
  it('works once, also when it is opened five times at once', async () => {
    const token = await linkFor();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => follow(token)));
    expect(outcomes.filter(({ __typename }) => __typename === 'EmailChanged')).toHaveLength(1);
    expect(outcomes.filter(({ code }) => code === 'INVALID_TOKEN')).toHaveLength(4);
  });

  it('works for a day', async () => {
    const late = await linkFor();
    later(24 * 3_600);
    expect(await follow(late)).toMatchObject({ code: 'INVALID_TOKEN' });
    const inTime = await linkFor();
    later(24 * 3_600 - 1);
    expect(await follow(inTime)).toMatchObject({ __typename: 'EmailChanged' });
  });

  it('works no more after another request, wherever that one leads', async () => {
    const grace = await client.signUp();
    for (const next of [`another-${newEmail}`, grace.user.email]) {
      const session = await client.signUp();
      const token = await linkFor(newEmail, session);
      expect(await request(next, session)).toMatchObject({ __typename: 'EmailChangeRequested' });
      expect(await follow(token, session)).toMatchObject({ code: 'INVALID_TOKEN' });
    }
  });

  it('is worth nothing to another account, which may be whose address was mistyped', async () => {
    const grace = await client.signUp();
    const token = await linkFor();
    expect(await follow(token, grace)).toMatchObject({ code: 'INVALID_TOKEN' });
    expect(await follow(token)).toMatchObject({ __typename: 'EmailChanged' });
  });

  it.each(['', 'A'.repeat(43), 'another purpose'])('is not %j', async (text) => {
    const [verification] = await tokensTo(users, 'verification', ada.user.email);
    await request();
    expect(await follow(text === 'another purpose' ? verification! : text)).toMatchObject({ code: 'INVALID_TOKEN' });
  });

  it('gives an address to one of two accounts that were mailed it, also at the same moment', async () => {
    const grace = await client.signUp();
    const [adas, graces] = [await linkFor(newEmail, ada), await linkFor(newEmail, grace)];
    const outcomes = await Promise.all([follow(adas, ada), follow(graces, grace)]);
    expect(outcomes.map(({ __typename }) => __typename).sort()).toEqual(['EmailChanged', 'EmailTaken']);
    expect(await client.signIn(newEmail)).toMatchObject({ __typename: 'SignedIn' });
  });

  it('does not take an address that somebody signed up with meanwhile, and says so for as long as it is taken', async () => {
    const token = await linkFor();
    const grace = await client.signUp({ email: newEmail });
    expect(await follow(token)).toEqual({ __typename: 'EmailTaken', code: 'EMAIL_TAKEN' });
    expect(await follow(token)).toEqual({ __typename: 'EmailTaken', code: 'EMAIL_TAKEN' });
    await send(users, 'eraseMe', { input: { password: STRONG_PASSWORD } }, { viewer: viewerOf(grace) });
    expect(await follow(token)).toMatchObject({ __typename: 'EmailChanged' });
  });

  it('is worthless after the password was changed, or reset', async () => {
    const first = await linkFor();
    const input = { currentPassword: STRONG_PASSWORD, newPassword: ANOTHER_PASSWORD };
    await send(users, 'changePassword', { input }, { viewer: viewerOf(ada) });
    expect(await follow(first)).toMatchObject({ code: 'INVALID_TOKEN' });

    const grace = await client.signUp();
    const second = await linkFor(newEmail, grace);
    await send(users, 'requestPasswordReset', { email: grace.user.email });
    const [reset] = await tokensTo(users, 'reset', grace.user.email);
    await send(users, 'resetPassword', { input: { token: reset, newPassword: ANOTHER_PASSWORD } });
    expect(await follow(second, grace)).toMatchObject({ code: 'INVALID_TOKEN' });
  });

  it('goes with an account that is erased', async () => {
    const token = await linkFor();
    await send(users, 'eraseMe', { input: { password: STRONG_PASSWORD } }, { viewer: viewerOf(ada) });
    await expect(follow(token)).rejects.toThrow('UNAUTHENTICATED');
    expect(await client.signIn(newEmail)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  it('makes those worthless that were mailed to the address before', async () => {
    const [verification] = await tokensTo(users, 'verification', ada.user.email);
    await send(users, 'requestPasswordReset', { email: ada.user.email });
    const [reset] = await tokensTo(users, 'reset', ada.user.email);
    await follow(await linkFor());
    expect(await send(users, 'verifyEmail', { token: verification })).toMatchObject({ code: 'INVALID_TOKEN' });
    const input = { token: reset, newPassword: ANOTHER_PASSWORD };
    expect(await send(users, 'resetPassword', { input })).toMatchObject({ code: 'INVALID_TOKEN' });
  });

  it('leaves nothing that was counted for the address before to whoever has it next', async () => {
    const { email } = ada.user;
    for (let count = 0; count < 12; count += 1) await client.signIn(email, 'wrong');
    later(30);
    await follow(await linkFor());
    const grace = await client.signUp({ email });
    for (let count = 0; count < 9; count += 1) await client.signIn(email, 'wrong');
    expect(await client.signIn(email)).toMatchObject({ __typename: 'SignedIn', user: { id: grace.user.id } });
  });
});
