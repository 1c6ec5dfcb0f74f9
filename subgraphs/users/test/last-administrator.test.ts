import { sql } from '@galleria/kit/database/sql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SEED_PASSWORD, seedAccounts } from '../src/seed-data.ts';
import { createClient, startUsers, STRONG_PASSWORD, viewerOf, type SignedIn, type Users } from './accounts.ts';
import { send } from './as-client.ts';

const BOTH_ROLES = '{CUSTOMER,ADMINISTRATOR}';

let users: Users;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  users = await startUsers();
  client = createClient(users);
});
// Each test begins without any administrator, which no statement that leaves the trigger on can bring about.
beforeEach(async () => {
  await users.database.pool.query('alter table accounts disable trigger accounts_keep_an_administrator');
  await users.database.pool.query("update accounts set roles = '{CUSTOMER}'");
  await users.database.pool.query('alter table accounts enable trigger accounts_keep_an_administrator');
});
afterAll(() => users.stop());

const setRoles = (id: string, roles: string) =>
  users.database.pool.query('update accounts set roles = $2::role[] where id = $1', [id, roles]);
const newAdministrator = async (): Promise<SignedIn> => {
  const session = await client.signUp();
  await setRoles(session.user.id, BOTH_ROLES);
  return session;
};
const erase = (session: SignedIn) =>
  send(users, 'eraseMe', { input: { password: STRONG_PASSWORD } }, { viewer: viewerOf(session) });
const administrators = async () => {
  const { rows } = await users.database.pool.query("select id from accounts where 'ADMINISTRATOR' = any(roles)");
  return rows.map(({ id }: { id: string }) => id);
};
const REFUSED = { constraint: 'accounts_keep_an_administrator' };

describe('the last administrator', () => {
  it('cannot erase itself until another account is one, and can then', async () => {
    const ines = await newAdministrator();
    expect(await erase(ines)).toEqual({ __typename: 'LastAdministrator', code: 'LAST_ADMINISTRATOR' });
    expect(await client.signIn(ines.user.email)).toMatchObject({ __typename: 'SignedIn' });
    const other = await newAdministrator();
    expect(await erase(ines)).toEqual({ __typename: 'AccountErased' });
    expect(await administrators()).toEqual([other.user.id]);
  });

  it('is left when all of them erase themselves at once', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, newAdministrator));
    const outcomes = await Promise.all(all.map(erase));
    expect(outcomes.map(({ code }) => code).filter((code) => code !== undefined)).toEqual(['LAST_ADMINISTRATOR']);
    expect(await administrators()).toHaveLength(1);
  });

  it('keeps nobody else from being erased', async () => {
    await newAdministrator();
    expect(await erase(await client.signUp())).toEqual({ __typename: 'AccountErased' });
  });

  it('keeps the role and the account whatever statement would take them', async () => {
    const { user } = await newAdministrator();
    await expect(setRoles(user.id, '{CUSTOMER}')).rejects.toMatchObject(REFUSED);
    const removal = users.database.transaction(async (transaction) => {
      await transaction.execute(sql`delete from sessions where account_id = ${user.id}`);
      await transaction.execute(sql`delete from one_time_tokens where account_id = ${user.id}`);
      await transaction.execute(sql`delete from accounts where id = ${user.id}`);
    });
    await expect(removal).rejects.toMatchObject(REFUSED);
    expect(await administrators()).toEqual([user.id]);
  });

  it('is left when two lose the role in two transactions at once', async () => {
    const [one, other] = [await newAdministrator(), await newAdministrator()];
    const outcomes = await Promise.allSettled([one, other].map(({ user }) => setRoles(user.id, '{CUSTOMER}')));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await administrators()).toHaveLength(1);
  });

  it('can hand the role to another account in one transaction', async () => {
    const ines = await newAdministrator();
    const { user } = await client.signUp();
    await users.database.transaction(async (transaction) => {
      const give = (id: string, roles: string) =>
        transaction.execute(sql`update accounts set roles = ${roles}::role[] where id = ${id}`);
      await give(ines.user.id, '{CUSTOMER}');
      await give(user.id, BOTH_ROLES);
    });
    expect(await administrators()).toEqual([user.id]);
  });

  it('is not joined by a seeded one, whose password everybody knows', async () => {
    const { user } = await newAdministrator();
    await users.app.seedAccounts(seedAccounts, SEED_PASSWORD);
    expect(await administrators()).toEqual([user.id]);
  });
});
