import { describe, expect, it } from 'vitest';
import { createRefreshLock, type AccessToken } from './refresh-lock.ts';

const isFresh = ({ token }: AccessToken) => token !== 'expired';

/** A browser: its tabs share a lock, and hear of each other's tokens. */
function createBrowser() {
  let newest: AccessToken | null = { token: 'expired', expiresAt: 0 };
  let queue: Promise<unknown> = Promise.resolve();
  let refreshes = 0;
  const exclusively = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  };
  const refresh = async (): Promise<AccessToken | null> => {
    refreshes += 1;
    await Promise.resolve();
    newest = { token: `token ${refreshes}`, expiresAt: 1 };
    return newest;
  };
  return {
    openTab: (refreshOfTab = refresh) =>
      createRefreshLock({ refresh: refreshOfTab, newest: () => newest, isFresh, exclusively }),
    expire: () => (newest = { token: 'expired', expiresAt: 0 }),
    refreshes: () => refreshes,
  };
}

describe('the refresh of a session', () => {
  it('happens once for all who wait in a tab', async () => {
    const browser = createBrowser();
    const refreshed = browser.openTab();
    const tokens = await Promise.all([refreshed(), refreshed(), refreshed()]);
    expect(tokens.map((token) => token?.token)).toEqual(['token 1', 'token 1', 'token 1']);
    expect(browser.refreshes()).toBe(1);
  });

  it('happens once for two tabs that find the same token expired', async () => {
    const browser = createBrowser();
    const tokens = await Promise.all([browser.openTab()(), browser.openTab()()]);
    expect(tokens.map((token) => token?.token)).toEqual(['token 1', 'token 1']);
    expect(browser.refreshes()).toBe(1);
  });

  it('happens again when the next token has expired', async () => {
    const browser = createBrowser();
    const refreshed = browser.openTab();
    await refreshed();
    browser.expire();
    expect((await refreshed())?.token).toBe('token 2');
  });

  it('is tried again after one that failed', async () => {
    const browser = createBrowser();
    const answers = [Promise.reject(new Error('away')), Promise.resolve({ token: 'late', expiresAt: 1 })];
    const refreshed = browser.openTab(() => answers.shift() ?? Promise.resolve(null));
    await expect(refreshed()).rejects.toThrow('away');
    expect((await refreshed())?.token).toBe('late');
  });
});
