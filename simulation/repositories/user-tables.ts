import type { Table } from '../ports/memory-database.ts';

/** An account, as its events tell of it. */
export interface Account {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly version: number;
}

export interface UserTables {
  readonly accounts: Table<Account>;
  readonly [name: string]: Table<unknown>;
}

export const emptyUsers = (): UserTables => ({ accounts: new Map() });

/** What one transaction of users can touch, as far as others hear of it. */
export function bindUsers({ accounts }: UserTables) {
  return {
    accounts: {
      open: async (account: Account) => void accounts.set(account.userId, account),
      /** Gives the account as it is now; null where there is none. */
      rename: async (userId: string, name: string): Promise<Account | null> => {
        const known = accounts.get(userId);
        if (known === undefined) return null;
        const renamed = { ...known, name, version: known.version + 1 };
        accounts.set(userId, renamed);
        return renamed;
      },
      /** Whether there was one. */
      remove: async (userId: string): Promise<boolean> => accounts.delete(userId),
    },
  };
}
