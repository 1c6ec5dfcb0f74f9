import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, startUsers, viewerOf, type Users } from './accounts.ts';
import { send, type Outcome } from './as-client.ts';

let users: Users;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  users = await startUsers();
  client = createClient(users);
});
afterAll(() => users.stop());

const customer = async (): Promise<Viewer> => viewerOf(await client.signUp());
const add = async (viewer: Viewer) => (await client.addAddress(viewer)).address.id;
const choose = (viewer: Viewer | null, addressId: string) =>
  send<Outcome & { address: object }>(users, 'setDefaultAddress', { addressId }, { viewer });

async function defaultsOf(viewer: Viewer): Promise<string[]> {
  const { data } = await users.query('{ me { addresses { id isDefault } } }', { viewer });
  const addresses = data.me.addresses as { id: string; isDefault: boolean }[];
  return addresses.flatMap(({ id, isDefault }) => (isDefault ? [id] : []));
}

describe('the default address', () => {
  it('is the first, until another is chosen', async () => {
    const viewer = await customer();
    const first = await add(viewer);
    const second = await add(viewer);
    expect(await defaultsOf(viewer)).toEqual([first]);
    expect(await choose(viewer, second.toUpperCase())).toEqual({
      __typename: 'DefaultAddressSet',
      address: { id: second, isDefault: true },
      user: {
        addresses: [
          { id: first, isDefault: false },
          { id: second, isDefault: true },
        ],
      },
    });
    expect(await choose(viewer, second)).toMatchObject({ __typename: 'DefaultAddressSet' });
    expect(await defaultsOf(viewer)).toEqual([second]);
  });

  it('stays what it is when it is changed', async () => {
    const viewer = await customer();
    const first = await add(viewer);
    await add(viewer);
    await client.updateAddress(viewer, first, { city: 'Uppsala' });
    expect(await defaultsOf(viewer)).toEqual([first]);
  });

  it('passes to the oldest when it is removed, and to nobody when it was the last', async () => {
    const viewer = await customer();
    const [first, second, third] = [await add(viewer), await add(viewer), await add(viewer)];
    await client.removeAddress(viewer, second);
    expect(await defaultsOf(viewer)).toEqual([first]);
    await client.removeAddress(viewer, first);
    expect(await defaultsOf(viewer)).toEqual([third]);
    await client.removeAddress(viewer, third);
    expect(await defaultsOf(viewer)).toEqual([]);
    expect(await defaultsOf(viewer)).toEqual([]);
    const fourth = await add(viewer);
    expect(await defaultsOf(viewer)).toEqual([fourth]);
  });

  it('is one and no other when several are added, chosen and removed at once', async () => {
    const viewer = await customer();
    const ids = await Promise.all(Array.from({ length: 6 }, () => add(viewer)));
    expect(await defaultsOf(viewer)).toHaveLength(1);
    await Promise.all([
      ...ids.map((id) => choose(viewer, id)),
      ...ids.slice(0, 4).map((id) => client.removeAddress(viewer, id)),
    ]);
    const left = await defaultsOf(viewer);
    expect(left).toHaveLength(1);
    expect(ids.slice(4)).toContain(left[0]);
  });

  it('is chosen by its account only, among its own addresses', async () => {
    const viewer = await customer();
    const own = await add(viewer);
    const foreign = await add(await customer());
    for (const id of [foreign, newId(), 'not an id']) {
      expect(await choose(viewer, id)).toMatchObject({ code: 'ADDRESS_UNKNOWN' });
    }
    await expect(choose(null, own)).rejects.toThrow('UNAUTHENTICATED');
    expect(await defaultsOf(viewer)).toEqual([own]);
  });

  it.each([
    ['none', 'update addresses set is_default = false where account_id = $1'],
    ['two', 'update addresses set is_default = true where account_id = $1'],
  ])('is never %s, whatever code forgets: the database refuses it', async (_many, text) => {
    const viewer = await customer();
    await add(viewer);
    await add(viewer);
    const attempt = users.database.pool.query(text, [viewer.userId]);
    await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/^235/) as string });
    expect(await defaultsOf(viewer)).toHaveLength(1);
  });
});
