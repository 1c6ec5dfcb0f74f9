import { print } from 'graphql';
import { RefreshSessionDocument, type RefreshSessionMutation } from './generated/session.ts';
import { createRefreshLock, type AccessToken } from './refresh-lock.ts';
import { createStore, type Store } from './store.ts';

export interface Session {
  /** Whether somebody is signed in in this browser, as far as it knows without asking. */
  readonly signedIn: Store<boolean>;
  /**
   * For the `Authorization` header: fresh, refreshed if need be; null for a visitor, or while sessions cannot be
   * refreshed.
   */
  accessToken(): Promise<string | null>;
  /** After a sign-in. The refresh token is in a cookie that no script can read. */
  begin(token: { readonly accessToken: string; readonly expiresAt: string }): void;
  /** The graph refused the token: the next one who asks gets another. */
  reject(): void;
  end(): void;
}

type Message = { readonly kind: 'token'; readonly token: AccessToken } | { readonly kind: 'end' };

/** Marks in storage that there is a session. It is no secret: the secret is the cookie. */
const MARK = 'galleria.signed-in';
const MARGIN_MS = 15_000;
const SESSION_HEADERS = { 'content-type': 'application/json', 'x-galleria-session': 'cookie' };

export function createSession(): Session {
  let newest: AccessToken | null = null;
  const signedIn = createStore(localStorage.getItem(MARK) !== null);
  const tabs = new BroadcastChannel('galleria.session');
  const isFresh = ({ expiresAt }: AccessToken) => expiresAt - Date.now() > MARGIN_MS;

  const keep = (token: AccessToken) => {
    newest = token;
    localStorage.setItem(MARK, 'yes');
    signedIn.write(true);
  };
  const forget = () => {
    newest = null;
    localStorage.removeItem(MARK);
    signedIn.write(false);
  };
  const tell = (message: Message) => tabs.postMessage(message);
  tabs.onmessage = ({ data }: MessageEvent<Message>) => (data.kind === 'token' ? keep(data.token) : forget());

  const refreshed = createRefreshLock({
    newest: () => newest,
    isFresh,
    exclusively: (work) => navigator.locks.request('galleria.refresh', work),
    refresh: async () => {
      const answer = await requestRefresh();
      if (answer === 'refused') {
        forget();
        tell({ kind: 'end' });
        return null;
      }
      if (answer === 'unavailable') return null;
      keep(answer);
      tell({ kind: 'token', token: answer });
      return answer;
    },
  });

  return {
    signedIn,
    accessToken: async () => {
      if (!signedIn.read()) return null;
      if (newest !== null && isFresh(newest)) return newest.token;
      return (await refreshed())?.token ?? null;
    },
    begin: ({ accessToken, expiresAt }) => {
      const token = { token: accessToken, expiresAt: Date.parse(expiresAt) };
      keep(token);
      tell({ kind: 'token', token });
    },
    reject: () => (newest = null),
    end: () => {
      forget();
      tell({ kind: 'end' });
    },
  };
}

/** Past the client's links, which wait for its outcome. */
async function requestRefresh(): Promise<AccessToken | 'refused' | 'unavailable'> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: SESSION_HEADERS,
      body: JSON.stringify({ operationName: 'RefreshSession', query: print(RefreshSessionDocument) }),
    });
    const { data } = (await response.json()) as { data?: RefreshSessionMutation | null };
    const result = data?.refreshSession;
    if (result?.__typename === 'SignedIn')
      return { token: result.accessToken, expiresAt: Date.parse(result.expiresAt) };
    return result?.__typename === 'InvalidRefreshToken' ? 'refused' : 'unavailable';
  } catch {
    return 'unavailable';
  }
}
