import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, administrator, createClient, startUsers, viewerOf, type Users } from './accounts.ts';

let users: Users;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  users = await startUsers();
  client = createClient(users);
});
afterAll(() => users.stop());

const customer = async (): Promise<Viewer> => viewerOf(await client.signUp());

const EVERYTHING = 'id name email emailVerified locale roles scopes standing createdAt addresses { id }';
const NOTHING_BUT_THE_NAME = {
  email: null,
  emailVerified: null,
  locale: null,
  roles: null,
  scopes: null,
  standing: null,
  createdAt: null,
  addresses: null,
};

async function entities(ids: readonly string[], viewer: Viewer | null, selection = EVERYTHING) {
  const answer = await users.query(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { ${selection} } } }`,
    { variables: { representations: ids.map((id) => ({ __typename: 'User', id })) }, viewer },
  );
  expect(answer.errors).toBeUndefined();
  return (answer.data as { _entities: (Record<string, unknown> | null)[] })._entities;
}

async function me(viewer: Viewer | null, selection = EVERYTHING) {
  const answer = await users.query(`{ me { ${selection} } }`, { viewer });
  expect(answer.errors).toBeUndefined();
  return (answer.data as { me: Record<string, unknown> | null }).me;
}

describe('me', () => {
  it('is the signed-in account with all its details', async () => {
    const viewer = await customer();
    expect(await me(viewer)).toMatchObject({
      id: viewer.userId,
      emailVerified: false,
      locale: 'EN',
      roles: ['CUSTOMER'],
      scopes: ['account:write', 'cart:write', 'orders:place'],
      standing: 'ACTIVE',
      addresses: [],
    });
  });

  it('is nobody for a visitor, and for a token whose account is gone', async () => {
    expect(await me(null)).toBeNull();
    expect(await me({ userId: newId(), roles: ['CUSTOMER'] })).toBeNull();
    expect(await me({ userId: 'not an id', roles: ['CUSTOMER'] })).toBeNull();
  });

  it('answers what orders asks at checkout with one query', async () => {
    const viewer = await customer();
    const { address } = await client.addAddress(viewer);
    const checkout = `id standing address(id: "${address.id}") { id fullName line1 line2 city postalCode country }`;
    let answer: unknown;
    const queries = await users.queryCount(async () => (answer = await me(viewer, checkout)));
    expect(answer).toEqual({ id: viewer.userId, standing: 'ACTIVE', address: { id: address.id, ...ADDRESS } });
    expect(queries).toBe(1);
  });
});

describe('an account', () => {
  it('shows strangers and visitors its name and nothing else', async () => {
    const { userId } = await customer();
    for (const viewer of [null, await customer()]) {
      expect(await entities([userId], viewer)).toEqual([{ id: userId, name: 'Ada', ...NOTHING_BUT_THE_NAME }]);
    }
  });

  it('shows itself and administrators everything', async () => {
    const viewer = await customer();
    for (const onlooker of [viewer, administrator()]) {
      const [user] = await entities([viewer.userId], onlooker);
      expect(user).toMatchObject({ roles: ['CUSTOMER'], standing: 'ACTIVE', addresses: [] });
      expect(user?.['email']).toContain('@');
    }
  });

  it('is null when no account has the id, and when it is no id at all', async () => {
    expect(await entities([newId(), 'not an id'], administrator())).toEqual([null, null]);
  });

  it('is loaded with any number of others, and all their addresses, in one query', async () => {
    const viewers = await Promise.all([customer(), customer(), customer()]);
    for (const viewer of viewers) await client.addAddress(viewer);
    const ids = viewers.map(({ userId }) => userId);
    let found: Awaited<ReturnType<typeof entities>> = [];
    const queries = await users.queryCount(async () => (found = await entities(ids, administrator())));
    expect(found.map((user) => [user?.['id'], (user?.['addresses'] as unknown[]).length])).toEqual(
      ids.map((id) => [id, 1]),
    );
    expect(queries).toBe(1);
  });
});

describe('addresses', () => {
  it('are added in order, trimmed, and returned with the account', async () => {
    const viewer = await customer();
    const first = await client.addAddress(viewer, { fullName: '  Ada Lindqvist ', country: 'se', line2: '   ' });
    const second = await client.addAddress(viewer);
    expect(first).toMatchObject({ __typename: 'AddressAdded', address: ADDRESS });
    expect(second.user.addresses.map(({ id }) => id)).toEqual([first.address.id, second.address.id]);
  });

  it('are refused with the field that is wrong', async () => {
    const viewer = await customer();
    const wrong = [
      { fullName: ' ' },
      { line1: 'x'.repeat(201) },
      { line2: 'x'.repeat(201) },
      { city: '' },
      { postalCode: 'x'.repeat(21) },
      { country: 'XX' },
    ];
    for (const input of wrong) {
      const [field] = Object.keys(input);
      await expect(client.addAddress(viewer, input)).resolves.toMatchObject({ code: 'INVALID_ADDRESS', field });
    }
  });

  it('belong to one account: nobody else finds them by their id', async () => {
    const viewer = await customer();
    const { address } = await client.addAddress(viewer);
    const selection = `address(id: "${address.id}") { id }`;
    expect(await me(await customer(), selection)).toEqual({ address: null });
    expect(await entities([viewer.userId], await customer(), selection)).toEqual([{ address: null }]);
    expect(await entities([viewer.userId], administrator(), selection)).toEqual([{ address: { id: address.id } }]);
    expect(await me(viewer, 'address(id: "not an id") { id }')).toEqual({ address: null });
  });

  it('end at fifty, even when several are added at once', async () => {
    const viewer = await customer();
    for (let count = 0; count < 48; count += 1) await client.addAddress(viewer);
    const results = await Promise.all(Array.from({ length: 4 }, () => client.addAddress(viewer)));
    expect(results.map(({ __typename }) => __typename).sort()).toEqual([
      'AddressAdded',
      'AddressAdded',
      'TooManyAddresses',
      'TooManyAddresses',
    ]);
  });

  it('need an account: a visitor and a token that outlived its account are refused', async () => {
    const variables = { input: ADDRESS };
    for (const viewer of [null, { userId: newId(), roles: ['CUSTOMER'] }]) {
      const answer = await users.query(client.operations.ADD_ADDRESS, { variables, viewer });
      expect(answer.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });
});
