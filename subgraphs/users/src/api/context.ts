import type { Caller } from '@galleria/kit/viewer';
import type { HttpExchange } from '@galleria/kit/subgraph-server';
import type { createAddAddress } from '../service/add-address.ts';
import type { ChangeAddress } from '../service/change-address.ts';
import type { ReadAccounts } from '../service/read-accounts.ts';
import type { Sessions } from '../service/sessions.ts';
import type { createSignIn } from '../service/sign-in.ts';
import type { createSignUp } from '../service/sign-up.ts';
import type { createUpdateProfile } from '../service/update-profile.ts';
import { createBrowserSession, type BrowserSession, type CookieSettings } from './browser-session.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the service layer offers to the graph. */
export interface Services {
  readonly signUp: ReturnType<typeof createSignUp>;
  readonly signIn: ReturnType<typeof createSignIn>;
  readonly sessions: Pick<Sessions, 'refresh' | 'signOut' | 'signOutByToken'>;
  readonly updateProfile: ReturnType<typeof createUpdateProfile>;
  readonly changeAddress: ChangeAddress;
  readonly addAddress: ReturnType<typeof createAddAddress>;
  readonly readAccounts: ReadAccounts;
}

/** One request: who asks and from where, the services, and loaders that live as long as the request. */
export interface GraphQLContext extends Services {
  readonly caller: Caller;
  readonly clientAddress: string | null;
  readonly browserSession: BrowserSession;
  readonly loaders: Loaders;
}

export function createContext(services: Services, cookie: CookieSettings) {
  return (caller: Caller, exchange: HttpExchange): GraphQLContext => ({
    ...services,
    caller,
    clientAddress: caller.clientAddress ?? null,
    browserSession: createBrowserSession(exchange, cookie),
    loaders: createLoaders(services.readAccounts, caller.viewer),
  });
}
