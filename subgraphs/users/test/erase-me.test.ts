import { userErased, userRegistered } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  ADDRESS,
  createClient,
  newCustomer,
  startUsers,
  STRONG_PASSWORD,
  viewerOf,
  type SignedIn,
  type Users,
} from './accounts.ts';
import { send } from './as-client.ts';
import { tokensTo } from './mail-links.ts';

const HOME = '198.51.100.4';

let users: Users;
let client: ReturnType<typeof createClient>;
// Waits are counted from one moment, however long these tests take.
const NOW = new Date();
beforeAll(async () => {
  users = await startUsers({ clock: () => NOW });
  client = createClient(users);
});
afterAll(() => users.stop());

const erase = (session: SignedIn, password = STRONG_PASSWORD) =>
  send(users, 'eraseMe', { input: { password } }, { viewer: viewerOf(session), address: HOME });

async function rowsAbout(accountId: string): Promise<number> {
  const { rows } = await users.database.pool.query<{ count: number }>(
    `select ((select count(*) from accounts where id = $1) + (select count(*) from addresses where account_id = $1)
       + (select count(*) from sessions where account_id = $1) + (select count(*) from one_time_tokens where account_id = $1)
     )::int as count`,
    [accountId],
  );
  return rows[0]?.count ?? 0;
}

/** Every row of every table as text, outbox included. */
async function everything(): Promise<string> {
  const { rows } = await users.database.pool.query<{ text: string }>(
    "select query_to_xml('select * from ' || quote_ident(tablename), true, false, '')::text as text from pg_tables where schemaname = 'public'",
  );
  return rows.map(({ text }) => text).join('\n');
}

describe('erasing an account', () => {
  it('leaves nothing of the person in the database', async () => {
    const input = { ...newCustomer(), name: `Name ${newId()}` };
    const session = await client.signUp(input);
    const line1 = `Street ${newId()}`;
    await client.addAddress(viewerOf(session), { line1 });
    await send(users, 'requestPasswordReset', { email: input.email }, { address: HOME });
    await send(users, 'signIn', { input: { email: input.email, password: 'wrong' } }, { address: HOME });
    const newEmail = `new-${input.email}`;
    const change = { newEmail, password: STRONG_PASSWORD };
    await send(users, 'requestEmailChange', { input: change }, { viewer: viewerOf(session), address: HOME });
    const before = await everything();
    const traces = [input.email, newEmail, input.name, line1, session.user.id];
    for (const trace of traces) expect(before).toContain(trace);

    expect(await erase(session)).toEqual({ __typename: 'AccountErased' });
    expect(await rowsAbout(session.user.id)).toBe(0);
    await vi.waitFor(async () => {
      const after = await everything();
      for (const trace of traces) expect(after).not.toContain(trace);
    }, PATIENCE);
  });

  it('removes what was counted for the address, from wherever, and nothing else', async () => {
    const count = async () =>
      (await users.database.pool.query('select 1 from sign_in_throttles where email_key is not null')).rowCount;
    await users.database.pool.query('delete from sign_in_throttles');
    const session = await client.signUp();
    const other = await client.signUp();
    for (const { user } of [session, other]) {
      for (const address of [HOME, '2001:db8::1']) {
        await send(users, 'signIn', { input: { email: user.email, password: 'wrong' } }, { address });
        await send(users, 'requestPasswordReset', { email: user.email }, { address });
      }
    }
    expect(await count()).toBe(12);
    await erase(session);
    expect(await count()).toBe(6);
  });

  it('tells the others, after everything that they were told of the account before', async () => {
    const session = await client.signUp();
    const erasing = await erase(session);
    expect(erasing.__typename).toBe('AccountErased');
    const told = () => users.published(userErased).filter(({ data }) => data.userId === session.user.id);
    await vi.waitFor(() => expect(told()).toHaveLength(1), PATIENCE);
    expect(Object.keys(told()[0]!.data).sort()).toEqual(['erasedAt', 'userId']);
    expect(users.published(userRegistered).some(({ data }) => data.userId === session.user.id)).toBe(true);
  });

  it('ends every session, every link and every way to sign in', async () => {
    const session = await client.signUp();
    const { email } = session.user;
    await send(users, 'requestPasswordReset', { email });
    const [token] = await tokensTo(users, 'reset', email);
    await erase(session);
    expect(await client.refresh(session.refreshToken)).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
    expect(await client.signIn(email)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    const reset = await send(users, 'resetPassword', { input: { token, newPassword: 'lantern gravel teapot' } });
    expect(reset).toMatchObject({ code: 'INVALID_TOKEN' });
  });

  it('leaves an access token that is nobody’s: me is null, so nobody orders with it, and nothing can be changed', async () => {
    const session = await client.signUp();
    const viewer = viewerOf(session);
    await erase(session);
    const { data, errors } = await users.query('{ me { id standing address(id: "x") { id } } }', { viewer });
    expect([data, errors]).toEqual([{ me: null }, undefined]);
    const added = await users.query(client.operations.ADD_ADDRESS, { variables: { input: ADDRESS }, viewer });
    expect(added.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    await expect(erase(session)).rejects.toThrow('UNAUTHENTICATED');
  });

  it('frees the address for another account', async () => {
    const session = await client.signUp();
    const { email } = session.user;
    await erase(session);
    const again = await client.signUp({ email });
    expect(again).toMatchObject({ __typename: 'SignedIn', user: { email } });
    expect(again.user.id).not.toBe(session.user.id);
  });

  it('needs the password, and counts wrong ones', async () => {
    const session = await client.signUp();
    for (let count = 0; count < 5; count += 1) {
      expect(await erase(session, 'wrong')).toMatchObject({ code: 'WRONG_PASSWORD' });
    }
    expect(await erase(session)).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: 5 });
    await expect(send(users, 'eraseMe', { input: { password: STRONG_PASSWORD } })).rejects.toThrow('UNAUTHENTICATED');
  });

  it('happens once when it comes twice at once, and whatever comes at the same moment leaves nothing behind', async () => {
    const session = await client.signUp();
    const viewer = viewerOf(session);
    const erasures = Promise.allSettled([erase(session), erase(session)]);
    const others = Promise.allSettled([
      client.addAddress(viewer),
      client.signIn(session.user.email),
      client.refresh(session.refreshToken),
      send(users, 'requestPasswordReset', { email: session.user.email }),
    ]);
    const [results] = await Promise.all([erasures, others]);
    const erased = results.filter(
      (result) => result.status === 'fulfilled' && result.value.__typename === 'AccountErased',
    );
    expect(erased).toHaveLength(1);
    expect(await rowsAbout(session.user.id)).toBe(0);
    const told = () => users.published(userErased).filter(({ data }) => data.userId === session.user.id);
    await vi.waitFor(() => expect(told()).toHaveLength(1), PATIENCE);
  });
});
