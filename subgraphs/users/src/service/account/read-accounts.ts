import { isId } from '@galleria/kit/identifiers';
import { viewAccount, type AccountView, type Onlooker } from '../../domain/account-view.ts';
import type { AccountReader } from '../../repository/account-reader.ts';

/** Many accounts as the onlooker may see them, in the order asked; null where there is none. */
export type ReadAccounts = (ids: readonly string[], onlooker: Onlooker) => Promise<(AccountView | null)[]>;

export function createReadAccounts(dependencies: { readonly reader: AccountReader }): ReadAccounts {
  return async (ids, onlooker) => {
    const accounts = await dependencies.reader.byIds(ids.filter(isId));
    const byId = new Map(accounts.map((account) => [account.id, viewAccount(account, onlooker)]));
    return ids.map((id) => byId.get(id) ?? null);
  };
}
