import DataLoader from 'dataloader';
import type { AccountView, Onlooker } from '../domain/account-view.ts';
import type { Address } from '../domain/address.ts';
import type { ReadAccounts } from '../service/read-accounts.ts';

export interface Loaders {
  /** Gathers the accounts of one request into one query, each as the viewer may see it. */
  readonly accountById: DataLoader<string, AccountView | null>;
  /** Gathers the addresses of one request's accounts into one query. */
  readonly addressesByAccountId: DataLoader<string, Address[]>;
}

export function createLoaders(readAccounts: ReadAccounts, viewer: Onlooker): Loaders {
  return {
    accountById: new DataLoader((ids) => readAccounts.accounts(ids, viewer)),
    addressesByAccountId: new DataLoader((accountIds) => readAccounts.addresses(accountIds)),
  };
}
