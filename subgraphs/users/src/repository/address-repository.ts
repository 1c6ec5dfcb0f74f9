import { boolean, integer } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { addresses } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { Address, AddressLines } from '../domain/address.ts';

/**
 * An account's addresses. Whoever adds, removes or chooses one locks the account first: one of them is the default,
 * always.
 */
export interface AddressRepository {
  count(accountId: string): Promise<number>;
  insert(accountId: string, address: Address): Promise<void>;
  /** Gives whether it is the default one; null when the account has no address with this id. */
  update(accountId: string, addressId: string, lines: AddressLines): Promise<{ readonly isDefault: boolean } | null>;
  /** The oldest of the others takes over as the default. False when the account has no address with this id. */
  remove(accountId: string, addressId: string): Promise<boolean>;
  /** Null when the account has no address with this id. */
  makeDefault(accountId: string, addressId: string): Promise<Address | null>;
}

export function createAddressRepository(db: Queryable): AddressRepository {
  return {
    count: async (accountId) => {
      const [row] = await db.query(sql`
        select count(*)::int as ${alias('count', integer)} from addresses where account_id = ${accountId}`);
      return row?.count ?? 0;
    },
    insert: async (accountId, address) => {
      await db.execute(sql`
        insert into addresses (id, account_id, full_name, line1, line2, city, postal_code, country, is_default)
        values (${address.id}, ${accountId}, ${address.fullName}, ${address.line1}, ${address.line2},
                ${address.city}, ${address.postalCode}, ${address.country}, ${address.isDefault})`);
    },
    update: async (accountId, addressId, lines) => {
      const [updated] = await db.query(sql`
        update addresses
        set full_name = ${lines.fullName}, line1 = ${lines.line1}, line2 = ${lines.line2}, city = ${lines.city},
            postal_code = ${lines.postalCode}, country = ${lines.country}
        where id = ${addressId} and account_id = ${accountId} returning ${addresses.columns('isDefault')}`);
      return updated ?? null;
    },
    remove: (accountId, addressId) => remove(db, accountId, addressId),
    makeDefault: (accountId, addressId) => makeDefault(db, accountId, addressId),
  };
}

async function remove(db: Queryable, accountId: string, addressId: string): Promise<boolean> {
  const [removed] = await db.query(sql`
    delete from addresses where id = ${addressId} and account_id = ${accountId}
      returning ${addresses.columns('isDefault')}`);
  if (removed?.isDefault === true) {
    await db.execute(sql`
      update addresses set is_default = true
      where id = (select id from addresses where account_id = ${accountId} order by id limit 1)`);
  }
  return removed !== undefined;
}

/** In two steps: an index checks each row when it is written, and would meet two defaults in one. */
async function makeDefault(db: Queryable, accountId: string, addressId: string): Promise<Address | null> {
  const [address] = await db.query(sql`
    select ${addresses.columns('id', 'fullName', 'line1', 'line2', 'city', 'postalCode', 'country')},
           true as ${alias('isDefault', boolean)}
    from addresses where id = ${addressId} and account_id = ${accountId}`);
  if (address === undefined) return null;
  await db.execute(sql`update addresses set is_default = false where account_id = ${accountId} and is_default`);
  await db.execute(sql`update addresses set is_default = true where id = ${addressId}`);
  return address;
}
