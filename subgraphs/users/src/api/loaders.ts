import DataLoader from 'dataloader';
import type { AccountView, Onlooker } from '../domain/account-view.ts';
import type { ReadAccounts } from '../service/read-accounts.ts';

export interface Loaders {
  /** Gathers the accounts of one request into one query, each as the viewer may see it. */
  readonly accountById: DataLoader<string, AccountView | null>;
}

export function createLoaders(readAccounts: ReadAccounts, viewer: Onlooker): Loaders {
  return { accountById: new DataLoader((ids) => readAccounts(ids, viewer)) };
}
