import { userRegistered, userUpdated } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ADDRESS, administrator, createClient, startUsers, viewerOf, type Users } from './accounts.ts';

let users: Users;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  users = await startUsers();
  client = createClient(users);
});
afterAll(() => users.stop());

const customer = async (): Promise<Viewer> => viewerOf(await client.signUp());
const namesToldOf = ({ userId }: Viewer) =>
  users.published(userUpdated).flatMap(({ data }) => (data.userId === userId ? [data.name] : []));

describe('a profile', () => {
  it('gets another name, which the others are told', async () => {
    const { user, accessToken } = await client.signUp();
    const viewer = viewerOf({ accessToken });
    expect(await client.updateProfile(viewer, '  Ada Lovelace ')).toEqual({
      __typename: 'ProfileUpdated',
      user: { id: user.id, email: user.email, name: 'Ada Lovelace' },
    });
    await vi.waitFor(() => expect(namesToldOf(viewer)).toEqual(['Ada Lovelace']), PATIENCE);
    const told = users.published(userUpdated).find(({ data }) => data.userId === user.id);
    expect(told?.data).toEqual({ userId: user.id, email: user.email, name: 'Ada Lovelace', locale: 'en', version: 2 });
  });

  it('that stays as it is, is no news', async () => {
    const viewer = await customer();
    for (const name of ['Ada', 'Grace', 'Grace', 'Ada']) await client.updateProfile(viewer, name);
    await vi.waitFor(() => expect(namesToldOf(viewer)).toEqual(['Grace', 'Ada']), PATIENCE);
  });

  it('gets another language, which the others are told, and keeps what is left out', async () => {
    const { user, accessToken } = await client.signUp({ locale: 'DE' });
    const viewer = viewerOf({ accessToken });
    const document = `mutation ($input: UpdateProfileInput!) {
      updateProfile(input: $input) { ... on ProfileUpdated { user { name locale } } }
    }`;
    const update = async (input: object) =>
      (await users.query(document, { variables: { input }, viewer })).data.updateProfile.user as object;
    expect(await update({})).toEqual({ name: 'Ada', locale: 'DE' });
    expect(await update({ locale: 'EN' })).toEqual({ name: 'Ada', locale: 'EN' });
    expect(await update({ name: 'Grace', locale: null })).toEqual({ name: 'Grace', locale: 'EN' });
    const told = () =>
      [...users.published(userRegistered), ...users.published(userUpdated)].flatMap(({ data }) =>
        data.userId === user.id ? [[data.name, data.locale]] : [],
      );
    await vi.waitFor(
      () =>
        expect(told()).toEqual([
          ['Ada', 'de'],
          ['Ada', 'en'],
          ['Grace', 'en'],
        ]),
      PATIENCE,
    );
  });

  it('that is changed several times at once, tells a version of its own each time', async () => {
    const viewer = await customer();
    await Promise.all(['Ada', 'Grace', 'Joan', 'Mary'].map((name) => client.updateProfile(viewer, name)));
    const told = () =>
      [...users.published(userRegistered), ...users.published(userUpdated)].flatMap(({ data }) =>
        data.userId === viewer.userId ? [data] : [],
      );
    const count = await vi.waitFor(async () => {
      const { rows } = await users.database.pool.query('select version from accounts where id = $1', [viewer.userId]);
      expect(told().at(-1)?.version).toBe(rows[0].version);
      return told().length;
    }, PATIENCE);
    expect(told().map(({ version }) => version)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  });

  it.each(['', '   ', 'x'.repeat(101)])('cannot have the name "%s"', async (name) => {
    const viewer = await customer();
    expect(await client.updateProfile(viewer, name)).toMatchObject({ __typename: 'InvalidName', code: 'INVALID_NAME' });
    expect((await client.updateProfile(viewer, 'Ada')).user.name).toBe('Ada');
  });
});

describe('an address', () => {
  it('is changed in its place, trimmed', async () => {
    const viewer = await customer();
    const first = await client.addAddress(viewer);
    const second = await client.addAddress(viewer);
    const changed = await client.updateAddress(viewer, first.address.id.toUpperCase(), {
      city: ' Uppsala ',
      line2: 'c/o',
    });
    expect(changed).toMatchObject({
      __typename: 'AddressUpdated',
      address: { ...ADDRESS, id: first.address.id, city: 'Uppsala', line2: 'c/o' },
    });
    expect(changed.user.addresses).toEqual([
      { id: first.address.id, city: 'Uppsala' },
      { id: second.address.id, city: ADDRESS.city },
    ]);
  });

  it('is not changed into one that is wrong', async () => {
    const viewer = await customer();
    const { address } = await client.addAddress(viewer);
    const refused = await client.updateAddress(viewer, address.id, { country: 'XX' });
    expect(refused).toMatchObject({ code: 'INVALID_ADDRESS', field: 'country' });
  });

  it('is removed, and then is gone', async () => {
    const viewer = await customer();
    const first = await client.addAddress(viewer);
    const second = await client.addAddress(viewer);
    expect(await client.removeAddress(viewer, first.address.id)).toMatchObject({
      __typename: 'AddressRemoved',
      user: { addresses: [{ id: second.address.id }] },
    });
    expect(await client.removeAddress(viewer, first.address.id)).toMatchObject({ code: 'ADDRESS_UNKNOWN' });
    expect(await client.updateAddress(viewer, first.address.id)).toMatchObject({ code: 'ADDRESS_UNKNOWN' });
  });

  it('belongs to its account: nobody else changes or removes it, not even an administrator', async () => {
    const viewer = await customer();
    const { address } = await client.addAddress(viewer);
    const { userId } = await customer();
    for (const other of [await customer(), { userId, roles: administrator().roles }]) {
      for (const id of [address.id, 'not an id', newId()]) {
        expect(await client.updateAddress(other, id)).toMatchObject({ code: 'ADDRESS_UNKNOWN' });
        expect(await client.removeAddress(other, id)).toMatchObject({ code: 'ADDRESS_UNKNOWN' });
      }
    }
    expect((await client.removeAddress(viewer, address.id)).__typename).toBe('AddressRemoved');
  });
});

describe('changes of an account', () => {
  it('need one: a visitor and a token that outlived its account are refused', async () => {
    const { UPDATE_PROFILE, UPDATE_ADDRESS, REMOVE_ADDRESS } = client.operations;
    for (const viewer of [null, { userId: newId(), roles: ['CUSTOMER'] }]) {
      const calls = [
        users.query(UPDATE_PROFILE, { variables: { input: { name: 'Ada' } }, viewer }),
        users.query(UPDATE_ADDRESS, { variables: { addressId: newId(), input: ADDRESS }, viewer }),
        users.query(REMOVE_ADDRESS, { variables: { addressId: newId() }, viewer }),
      ];
      for (const { errors } of await Promise.all(calls)) {
        expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      }
    }
  });

  it('in one operation each answer with what was true after them', async () => {
    const viewer = await customer();
    const document = `mutation {
      a: updateProfile(input: { name: "First" }) { ... on ProfileUpdated { user { name } } }
      b: updateProfile(input: { name: "Second" }) { ... on ProfileUpdated { user { name } } }
    }`;
    const { data } = await users.query(document, { viewer });
    expect(data).toEqual({ a: { user: { name: 'First' } }, b: { user: { name: 'Second' } } });
  });
});
