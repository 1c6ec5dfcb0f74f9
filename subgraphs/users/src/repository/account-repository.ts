import { boolean } from '@galleria/kit/database/columns';
import { violatesConstraint, type Queryable } from '@galleria/kit/database/database';
import { sql } from '@galleria/kit/database/sql';
import { alias } from '@galleria/kit/database/table';
import { accounts } from '../generated/tables.ts';
import type { Account, Locale } from '../domain/account.ts';

/** What the other services are told of an account. */
export interface AccountIdentity {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
  readonly version: number;
}

export interface AccountRepository {
  /** False when another account has the e-mail address; of two at the same moment, the second waits and gets false. */
  insert(account: NewAccountRow): Promise<boolean>;
  /** Keeps others from changing the account until the transaction ends. Null when there is none. */
  lock(accountId: string): Promise<LockedAccount | null>;
  /** The same by its e-mail address, normalised. */
  lockByEmail(email: string): Promise<LockedAccount | null>;
  /**
   * The ids of all administrators, who keep their role and account until the transaction ends. Call it before `lock`:
   * two who hold themselves would wait for each other.
   */
  lockAdministrators(): Promise<string[]>;
  /**
   * Keeps the password as it is until the transaction ends. False when it is another one by now, or the account is
   * gone.
   */
  holdPassword(accountId: string, passwordHash: string): Promise<boolean>;
  /** Gives the account as it is then, in its next version; null when it is gone. */
  updateProfile(accountId: string, profile: Pick<Account, 'name' | 'locale'>): Promise<AccountIdentity | null>;
  setPassword(accountId: string, passwordHash: string): Promise<void>;
  /** Whether an account has the e-mail address, normalised. */
  hasEmail(email: string): Promise<boolean>;
  /**
   * Sets an address that is verified, and gives the account as it is then, in its next version. Null when another
   * account has the address; of two at the same moment, the second waits and gets null.
   */
  changeEmail(accountId: string, email: string, verifiedAt: Date): Promise<AccountIdentity | null>;
  /** The first moment stays. */
  markEmailVerified(accountId: string, at: Date): Promise<void>;
  /** Removes the account with its addresses, sessions and tokens. */
  remove(accountId: string): Promise<void>;
}

export type NewAccountRow = Omit<Account, 'addresses' | 'emailVerified'> & {
  readonly passwordHash: string;
  readonly emailVerifiedAt: Date | null;
};

export interface LockedAccount extends AccountIdentity {
  readonly passwordHash: string;
  readonly emailVerified: boolean;
}

const IDENTITY = accounts.columns('id', 'email', 'name', 'locale', 'version');
const LOCKED = sql`${accounts.columns('id', 'email', 'name', 'locale', 'version', 'passwordHash')},
  email_verified_at is not null as ${alias('emailVerified', boolean)}`;

export function createAccountRepository(db: Queryable): AccountRepository {
  return {
    insert: (account) => insert(db, account),
    lock: async (accountId) => {
      const [account] = await db.query(sql`
        select ${LOCKED} from accounts where id = ${accountId} for update`);
      return account ?? null;
    },
    lockByEmail: async (email) => {
      const [account] = await db.query(sql`
        select ${LOCKED} from accounts where email = ${email} for update`);
      return account ?? null;
    },
    lockAdministrators: async () => {
      const administrators = await db.query(sql`
        select ${accounts.columns('id')} from accounts where 'ADMINISTRATOR' = any(roles) order by id for update`);
      return administrators.map(({ id }) => id);
    },
    holdPassword: async (accountId, passwordHash) => {
      const held = await db.query(sql`
        select id from accounts where id = ${accountId} and password_hash = ${passwordHash} for share`);
      return held.length > 0;
    },
    updateProfile: async (accountId, { name, locale }) => {
      const [account] = await db.query(sql`
        update accounts set name = ${name}, locale = ${locale}::locale, version = version + 1
        where id = ${accountId} returning ${IDENTITY}`);
      return account ?? null;
    },
    setPassword: async (accountId, passwordHash) => {
      await db.execute(sql`update accounts set password_hash = ${passwordHash} where id = ${accountId}`);
    },
    hasEmail: async (email) => (await db.query(sql`select id from accounts where email = ${email}`)).length > 0,
    changeEmail: (accountId, email, verifiedAt) => changeEmail(db, accountId, email, verifiedAt),
    markEmailVerified: async (accountId, at) => {
      await db.execute(sql`
        update accounts set email_verified_at = ${at} where id = ${accountId} and email_verified_at is null`);
    },
    remove: async (accountId) => {
      await db.execute(sql`delete from addresses where account_id = ${accountId}`);
      await db.execute(sql`delete from sessions where account_id = ${accountId}`);
      await db.execute(sql`delete from accounts where id = ${accountId}`);
    },
  };
}

async function insert(db: Queryable, account: NewAccountRow): Promise<boolean> {
  const inserted = await db.query(sql`
    insert into accounts
      (id, email, name, password_hash, roles, standing, locale, email_verified_at, created_at, version)
    values (${account.id}, ${account.email}, ${account.name}, ${account.passwordHash},
            ${account.roles}::text[]::role[], ${account.standing}::account_standing, ${account.locale}::locale,
            ${account.emailVerifiedAt}, ${account.createdAt}, ${account.version})
    on conflict (email) do nothing returning id`);
  return inserted.length > 0;
}

async function changeEmail(
  db: Queryable,
  accountId: string,
  email: string,
  verifiedAt: Date,
): Promise<AccountIdentity | null> {
  // The index decides, because it sees what others have not committed yet; its refusal must not cost the transaction.
  await db.execute(sql`savepoint change_email`);
  try {
    const [account] = await db.query(sql`
      update accounts set email = ${email}, email_verified_at = ${verifiedAt}, version = version + 1
      where id = ${accountId} returning ${IDENTITY}`);
    return account ?? null;
  } catch (thrown) {
    if (!violatesConstraint(thrown, 'accounts_email_key')) throw thrown;
    await db.execute(sql`rollback to savepoint change_email`);
    return null;
  }
}
