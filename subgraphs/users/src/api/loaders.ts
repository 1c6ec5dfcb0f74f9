import DataLoader from 'dataloader';
import type { AccountView, Onlooker } from '../domain/account-view.ts';
import type { SessionView } from '../domain/session.ts';
import type { ReadAccounts } from '../service/account/read-accounts.ts';
import type { ReadSessions } from '../service/session/read-sessions.ts';

export interface Loaders {
  /** Gathers the accounts of one request into one query, each as the viewer may see it. */
  readonly accountById: DataLoader<string, AccountView | null>;
  /** Not cached: one operation may end sessions and show those that are left. */
  readonly sessionsByAccountId: DataLoader<string, SessionView[]>;
}

export function createLoaders(
  { readAccounts, readSessions }: { readonly readAccounts: ReadAccounts; readonly readSessions: ReadSessions },
  viewer: Onlooker,
): Loaders {
  return {
    accountById: new DataLoader((ids) => readAccounts(ids, viewer)),
    sessionsByAccountId: new DataLoader((ids) => readSessions(ids), { cache: false }),
  };
}
