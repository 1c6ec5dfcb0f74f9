import { describe, expect, it } from 'vitest';
import { cookieSettings, createBrowserSession } from './browser-session.ts';

function setUp(NODE_ENV: string, headers: Record<string, string> = { 'x-galleria-session': 'cookie' }) {
  const sent: string[] = [];
  const exchange = {
    header: (name: string) => headers[name],
    setHeader: (_name: string, value: string) => void sent.push(value),
  };
  return { sent, session: createBrowserSession(exchange, cookieSettings({ REFRESH_TOKEN_DAYS: 2, NODE_ENV })) };
}

describe('the cookie of a session', () => {
  it('goes over HTTPS only where there is HTTPS', () => {
    for (const environment of ['production', 'development']) {
      const { sent, session } = setUp(environment);
      session.keep('token');
      session.forget();
      const secure = environment === 'production' ? '; Secure' : '';
      expect(sent).toEqual([
        `galleria_refresh=token; Max-Age=172800; Path=/graphql; HttpOnly; SameSite=Strict${secure}`,
        `galleria_refresh=; Max-Age=0; Path=/graphql; HttpOnly; SameSite=Strict${secure}`,
      ]);
    }
  });

  it('is neither read nor set for a client that did not ask', () => {
    const { sent, session } = setUp('production', { cookie: 'galleria_refresh=token' });
    session.keep('token');
    session.forget();
    expect(session).toMatchObject({ isWanted: false, refreshToken: null });
    expect(sent).toEqual([]);
  });
});
