import { isId } from '@galleria/kit/identifiers';
import { viewAccount, type AccountView, type Onlooker } from '../domain/account-view.ts';
import type { Address } from '../domain/address.ts';
import type { AccountReader } from '../repository/account-reader.ts';

export interface ReadAccounts {
  /** Many accounts as the onlooker may see them, in the order asked; null where there is none. */
  accounts(ids: readonly string[], onlooker: Onlooker): Promise<(AccountView | null)[]>;
  /** The addresses of many accounts, oldest first. Ask only for accounts whose details the onlooker sees. */
  addresses(accountIds: readonly string[]): Promise<Address[][]>;
}

export function createReadAccounts(dependencies: { readonly reader: AccountReader }): ReadAccounts {
  const { reader } = dependencies;
  return {
    accounts: async (ids, onlooker) => {
      const accounts = await reader.byIds(ids.filter(isId));
      const byId = new Map(accounts.map((account) => [account.id, viewAccount(account, onlooker)]));
      return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
    },
    addresses: async (accountIds) => {
      const addresses = await reader.addressesByAccountIds(accountIds);
      return accountIds.map((id) => addresses.filter(({ accountId }) => accountId === id));
    },
  };
}
