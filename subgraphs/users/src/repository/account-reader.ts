import { boolean, enumeration, json, listOf } from '@galleria/kit/database/columns';
import type { Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { accounts } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Account, Role } from '../domain/account.ts';
import type { Address } from '../domain/address.ts';

/** Reads outside of any transaction. */
export interface AccountReader {
  /** Those that exist, in no order, with their addresses. One query for any number. */
  byIds(ids: readonly string[]): Promise<Account[]>;
  /** For signing in; the address is normalised. */
  withPasswordByEmail(email: string): Promise<AccountWithPassword | null>;
  /** For who is signed in and has to show the password once more. */
  withPasswordById(id: string): Promise<AccountWithPassword | null>;
}

export interface AccountWithPassword {
  readonly account: Account;
  readonly passwordHash: string;
}

export function createAccountReader(db: Queryable, prisma: PrismaClient): AccountReader {
  return {
    byIds: (ids) => byIds(db, ids),
    withPasswordByEmail: (email) => withPassword(prisma, { email }),
    withPasswordById: (id) => withPassword(prisma, { id }),
  };
}

async function withPassword(
  prisma: PrismaClient,
  where: { readonly email: string } | { readonly id: string },
): Promise<AccountWithPassword | null> {
  const row = await prisma.account.findUnique({
    where,
    include: { addresses: { orderBy: { id: 'asc' }, omit: { accountId: true } } },
  });
  if (row === null) return null;
  const { passwordHash, emailVerifiedAt, ...account } = row;
  return { account: { ...account, emailVerified: emailVerifiedAt !== null }, passwordHash };
}

/**
 * SQL, because every checkout of orders waits for this read: one prepared statement for an account with its addresses,
 * where Prisma sends two statements that it cannot prepare.
 */
function byIds(db: Queryable, ids: readonly string[]): Promise<Account[]> {
  return db.query(sql`
    select ${accounts.as('account').columns('id', 'email', 'name', 'locale', 'standing', 'createdAt', 'version')},
           account.email_verified_at is not null as ${alias('emailVerified', boolean)},
           account.roles::text[] as ${alias('roles', listOf(enumeration<Role>('role')))},
           coalesce(found.addresses, '[]') as ${alias('addresses', json<readonly Address[]>())}
    from accounts account
    left join lateral (
      select json_agg(json_build_object(
        'id', id, 'fullName', full_name, 'line1', line1, 'line2', line2,
        'city', city, 'postalCode', postal_code, 'country', country, 'isDefault', is_default) order by id) as addresses
      from addresses where account_id = account.id
    ) found on true
    where account.id = any(${ids}::uuid[])`);
}
