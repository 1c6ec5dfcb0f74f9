import type { AccountView } from '../domain/account-view.ts';

/** What resolvers pass on for a User. */
export type UserModel = AccountView;
