import type { AccountView } from '../domain/account-view.ts';
import type { SessionView } from '../domain/session.ts';

/** What resolvers pass on for a User. */
export type UserModel = AccountView;

/** What resolvers pass on for a Session. */
export type SessionModel = SessionView;
