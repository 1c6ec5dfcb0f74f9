import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  administrator,
  createClient,
  startUsers,
  STRONG_PASSWORD,
  viewerOf,
  type SignedIn,
  type Users,
} from './accounts.ts';
import { send, type Outcome } from './as-client.ts';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0';
const DAY_SECONDS = 86_400;

let now = new Date();
let users: Users;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  users = await startUsers({ clock: () => now });
  client = createClient(users);
});
afterAll(() => users.stop());

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1_000));

interface ListedSession {
  id: string;
  device: string | null;
  lastUsedAt: string;
  createdAt: string;
  current: boolean;
}

async function sessionsOf(viewer: Viewer): Promise<ListedSession[]> {
  const { data } = await users.query('{ me { sessions { id device lastUsedAt createdAt current } } }', { viewer });
  return data.me.sessions as ListedSession[];
}

const signInWith = (email: string, agent: string) =>
  send<SignedIn>(users, 'signIn', { input: { email, password: STRONG_PASSWORD } }, { agent });

describe('the sessions of an account', () => {
  it('are listed with device and last use, last used first, and this one is marked', async () => {
    const script = await client.signUp();
    const startedAt = now.toISOString();
    later(60);
    const browser = await signInWith(script.user.email, FIREFOX);
    const viewer = viewerOf(browser);
    expect(await sessionsOf(viewer)).toEqual([
      {
        id: viewer.sessionId,
        device: 'Firefox on Windows',
        lastUsedAt: now.toISOString(),
        createdAt: now.toISOString(),
        current: true,
      },
      { id: viewerOf(script).sessionId, device: null, lastUsedAt: startedAt, createdAt: startedAt, current: false },
    ]);
    later(60);
    await client.refresh(script.refreshToken);
    const [first] = await sessionsOf(viewer);
    expect(first).toMatchObject({ device: null, lastUsedAt: now.toISOString(), createdAt: startedAt, current: false });
  });

  it('are those that go on: none that was signed out, ended or ran out', async () => {
    const first = await client.signUp();
    const signedOut = await client.signIn(first.user.email);
    await client.signOut(viewerOf(signedOut));
    later(29 * DAY_SECONDS);
    const second = await client.signIn(first.user.email);
    const viewer = viewerOf(second);
    expect(await sessionsOf(viewer)).toHaveLength(2);
    later(DAY_SECONDS);
    expect(await sessionsOf(viewer)).toMatchObject([{ id: viewer.sessionId }]);
  });

  it('are shown to nobody else, not even to an administrator', async () => {
    const { user } = await client.signUp();
    const document = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on User { sessions { id } } }
    }`;
    const variables = { representations: [{ __typename: 'User', id: user.id }] };
    for (const viewer of [null, administrator(), viewerOf(await client.signUp())]) {
      const { data } = await users.query(document, { variables, viewer });
      expect(data).toEqual({ _entities: [{ sessions: null }] });
    }
  });

  it('are read with one query beside that of the account, however many there are', async () => {
    const { user, ...session } = await client.signUp();
    for (let count = 0; count < 3; count += 1) await client.signIn(user.email);
    const queries = await users.queryCount(async () => expect(await sessionsOf(viewerOf(session))).toHaveLength(4));
    expect(queries).toBe(2);
  });

  it('keep nothing of what a client called itself but its name', async () => {
    const { user } = await client.signUp();
    await signInWith(user.email, FIREFOX);
    const { rows } = await users.database.pool.query<{ text: string }>(
      "select string_agg(t::text, '') as text from sessions t where account_id = $1",
      [user.id],
    );
    expect(rows[0]?.text).not.toContain('Gecko');
  });
});

describe('ending one session', () => {
  const end = (sessionId: string, viewer: Viewer | null) =>
    send<Outcome & { user: { sessions: { id: string }[] } }>(users, 'signOutSession', { sessionId }, { viewer });

  it('ends the one that is named, and shows those that are left', async () => {
    const laptop = await client.signUp();
    const phone = await client.signIn(laptop.user.email);
    const viewer = viewerOf(laptop);
    expect(await end(viewerOf(phone).sessionId!.toUpperCase(), viewer)).toEqual({
      __typename: 'SessionEnded',
      user: { sessions: [{ id: viewer.sessionId }] },
    });
    expect(await client.refresh(phone.refreshToken)).toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
    expect(await client.refresh(laptop.refreshToken)).toMatchObject({ __typename: 'SignedIn' });
    expect(await end(viewerOf(phone).sessionId!, viewer)).toMatchObject({ code: 'SESSION_UNKNOWN' });
  });

  it("ends nobody else's, and none that is not there", async () => {
    const victim = await client.signUp();
    const viewer = viewerOf(await client.signUp());
    for (const id of [viewerOf(victim).sessionId!, newId(), 'not an id']) {
      expect(await end(id, viewer)).toMatchObject({ code: 'SESSION_UNKNOWN' });
    }
    expect(await client.refresh(victim.refreshToken)).toMatchObject({ __typename: 'SignedIn' });
    await expect(end(viewerOf(victim).sessionId!, null)).rejects.toThrow('UNAUTHENTICATED');
  });
});
