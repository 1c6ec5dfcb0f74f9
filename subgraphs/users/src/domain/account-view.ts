import type { Account } from './account.ts';

/** Who looks at an account; null for a visitor. */
export type Onlooker = { readonly userId: string; readonly roles: readonly string[] } | null;

/** An account as one onlooker may see it. */
export interface AccountView {
  readonly id: string;
  readonly name: string;
  /** What only the account itself and administrators see; null to everybody else. */
  readonly details: AccountDetails | null;
  /** Whether the onlooker is the account itself: on what devices it is signed in concerns nobody else. */
  readonly isOwn: boolean;
}

export type AccountDetails = Omit<Account, 'id' | 'name'>;

export function viewAccount(account: Account, onlooker: Onlooker): AccountView {
  const { id, name, ...details } = account;
  return { id, name, details: canSeeDetails(id, onlooker) ? details : null, isOwn: onlooker?.userId === id };
}

/** An account as it sees itself. */
export function viewOwnAccount(account: Account): AccountView {
  return viewAccount(account, { userId: account.id, roles: account.roles });
}

function canSeeDetails(accountId: string, onlooker: Onlooker): boolean {
  return onlooker !== null && (onlooker.userId === accountId || onlooker.roles.includes('ADMINISTRATOR'));
}
