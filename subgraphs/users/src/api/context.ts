import type { HttpExchange } from '@galleria/kit/graphql/subgraph-server';
import type { Caller } from '@galleria/kit/graphql/viewer';
import type { createAddAddress } from '../service/account/add-address.ts';
import type { ChangeAddress } from '../service/account/change-address.ts';
import type { createChangePassword } from '../service/password/change-password.ts';
import type { createEraseAccount } from '../service/account/erase-account.ts';
import type { ReadAccounts } from '../service/account/read-accounts.ts';
import type { ReadSessions } from '../service/session/read-sessions.ts';
import type { createRequestPasswordReset } from '../service/password/request-password-reset.ts';
import type { createResetPassword } from '../service/password/reset-password.ts';
import type { Sessions } from '../service/session/sessions.ts';
import type { createSignIn } from '../service/session/sign-in.ts';
import type { createSignUp } from '../service/account/sign-up.ts';
import type { createUpdateProfile } from '../service/account/update-profile.ts';
import type { createChangeEmail } from '../service/email/change-email.ts';
import type { createRequestEmailChange } from '../service/email/request-email-change.ts';
import type { EmailVerification } from '../service/email/verify-email.ts';
import { createBrowserSession, type BrowserSession, type CookieSettings } from './browser-session.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the service layer offers to the graph. */
export interface Services {
  readonly signUp: ReturnType<typeof createSignUp>;
  readonly signIn: ReturnType<typeof createSignIn>;
  readonly sessions: Pick<Sessions, 'refresh' | 'signOut' | 'signOutByToken'>;
  readonly changePassword: ReturnType<typeof createChangePassword>;
  readonly requestPasswordReset: ReturnType<typeof createRequestPasswordReset>;
  readonly resetPassword: ReturnType<typeof createResetPassword>;
  readonly emailVerification: EmailVerification;
  readonly requestEmailChange: ReturnType<typeof createRequestEmailChange>;
  readonly changeEmail: ReturnType<typeof createChangeEmail>;
  readonly eraseAccount: ReturnType<typeof createEraseAccount>;
  readonly updateProfile: ReturnType<typeof createUpdateProfile>;
  readonly changeAddress: ChangeAddress;
  readonly addAddress: ReturnType<typeof createAddAddress>;
  readonly readAccounts: ReadAccounts;
  readonly readSessions: ReadSessions;
}

/** One request: who asks and from where, the services, and loaders that live as long as the request. */
export interface GraphQLContext extends Services {
  readonly caller: Caller;
  /** The network address and the name of the router's client; null where they are not known. */
  readonly clientAddress: string | null;
  readonly clientAgent: string | null;
  readonly browserSession: BrowserSession;
  readonly loaders: Loaders;
}

export function createContext(services: Services, cookie: CookieSettings) {
  return (caller: Caller, exchange: HttpExchange): GraphQLContext => ({
    ...services,
    caller,
    clientAddress: caller.clientAddress ?? null,
    clientAgent: caller.clientAgent ?? null,
    browserSession: createBrowserSession(exchange, cookie),
    loaders: createLoaders(services, caller.viewer),
  });
}
