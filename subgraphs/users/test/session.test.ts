import { newId } from '@galleria/kit/identifiers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient, startUsers, viewerOf, type Users } from './accounts.ts';

const DAY_MS = 86_400_000;

let now: Date | undefined;
let users: Users;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  users = await startUsers({ clock: () => now ?? new Date() });
  client = createClient(users);
});
afterEach(() => (now = undefined));
afterAll(() => users.stop());

const INVALID = { __typename: 'InvalidRefreshToken', code: 'INVALID_REFRESH_TOKEN' };

describe('refreshing a session', () => {
  it('gives a new pair of tokens for the same session', async () => {
    const first = await client.signUp();
    const second = await client.refresh(first.refreshToken);
    expect(second).toMatchObject({ __typename: 'SignedIn', user: { id: first.user.id, email: first.user.email } });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(viewerOf(second)).toEqual(viewerOf(first));
    await expect(client.refresh(second.refreshToken)).resolves.toMatchObject({ __typename: 'SignedIn' });
  });

  it('ends the whole session when a token comes a second time', async () => {
    const first = await client.signUp();
    const second = await client.refresh(first.refreshToken);
    await expect(client.refresh(first.refreshToken)).resolves.toMatchObject(INVALID);
    await expect(client.refresh(second.refreshToken)).resolves.toMatchObject(INVALID);
    const { rows } = await users.database.pool.query('select end_reason from sessions where account_id = $1', [
      first.user.id,
    ]);
    expect(rows).toEqual([{ end_reason: 'TOKEN_REUSED' }]);
  });

  it('leaves the other sessions of the account alone when one ends', async () => {
    const laptop = await client.signUp();
    const phone = await client.signIn(laptop.user.email);
    await client.refresh(laptop.refreshToken);
    await client.refresh(laptop.refreshToken);
    await expect(client.refresh(phone.refreshToken)).resolves.toMatchObject({ __typename: 'SignedIn' });
  });

  it('gives one new pair when the same token comes five times at once', async () => {
    const { refreshToken } = await client.signUp();
    const results = await Promise.all(Array.from({ length: 5 }, () => client.refresh(refreshToken)));
    const winners = results.filter(({ __typename }) => __typename === 'SignedIn');
    expect(winners).toHaveLength(1);
    await expect(client.refresh(winners[0]!.refreshToken)).resolves.toMatchObject(INVALID);
  });

  it('refuses a token after its thirty days, and moves the end on with each refresh', async () => {
    const first = await client.signUp();
    now = new Date(Date.now() + 29 * DAY_MS);
    const second = await client.refresh(first.refreshToken);
    now = new Date(now.getTime() + 29 * DAY_MS);
    const third = await client.refresh(second.refreshToken);
    expect(third).toMatchObject({ __typename: 'SignedIn' });
    now = new Date(now.getTime() + 31 * DAY_MS);
    await expect(client.refresh(third.refreshToken)).resolves.toMatchObject(INVALID);
  });

  it('refuses what was never a token', async () => {
    await expect(client.refresh('')).resolves.toMatchObject(INVALID);
    await expect(client.refresh('x'.repeat(100_000))).resolves.toMatchObject(INVALID);
    await expect(client.refresh('A'.repeat(43))).resolves.toMatchObject(INVALID);
  });

  it('takes over what has become of the roles', async () => {
    const first = await client.signUp();
    await users.database.pool.query(`update accounts set roles = '{CUSTOMER,ADMINISTRATOR}' where id = $1`, [
      first.user.id,
    ]);
    expect(viewerOf(await client.refresh(first.refreshToken)).roles).toEqual(['CUSTOMER', 'ADMINISTRATOR']);
  });
});

describe('signing out', () => {
  it('ends this session and no other', async () => {
    const laptop = await client.signUp();
    const phone = await client.signIn(laptop.user.email);
    expect(await client.signOut(viewerOf(laptop))).toBe(true);
    await expect(client.refresh(laptop.refreshToken)).resolves.toMatchObject(INVALID);
    await expect(client.refresh(phone.refreshToken)).resolves.toMatchObject({ __typename: 'SignedIn' });
    expect(await client.signOut(viewerOf(laptop))).toBe(false);
  });

  it('ends all sessions of the account, and of no other account, when it is to be everywhere', async () => {
    const laptop = await client.signUp();
    const phone = await client.signIn(laptop.user.email);
    const stranger = await client.signUp();
    expect(await client.signOut(viewerOf(laptop), true)).toBe(true);
    await expect(client.refresh(laptop.refreshToken)).resolves.toMatchObject(INVALID);
    await expect(client.refresh(phone.refreshToken)).resolves.toMatchObject(INVALID);
    await expect(client.refresh(stranger.refreshToken)).resolves.toMatchObject({ __typename: 'SignedIn' });
  });

  it("cannot end somebody else's session", async () => {
    const victim = await client.signUp();
    const { sessionId } = viewerOf(victim);
    expect(await client.signOut({ userId: newId(), roles: [], sessionId: sessionId! })).toBe(false);
    await expect(client.refresh(victim.refreshToken)).resolves.toMatchObject({ __typename: 'SignedIn' });
  });

  it('ends nothing for a viewer without a session, and refuses a visitor', async () => {
    const { userId, roles } = viewerOf(await client.signUp());
    expect(await client.signOut({ userId, roles })).toBe(false);
    const answer = await users.query(client.operations.SIGN_OUT);
    expect(answer.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
