import { describe, expect, it } from 'vitest';
import { decideRefresh } from './session.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const EARLIER = new Date(NOW.getTime() - 1);
const LATER = new Date(NOW.getTime() + 1);
const TOKEN = { sessionId: 's', accountId: 'a', expiresAt: LATER, usedAt: null, sessionEndedAt: null };

describe('a refresh token', () => {
  it('is traded for the next one', () => {
    expect(decideRefresh(TOKEN, NOW)).toBe('rotate');
  });

  it('ends the session when it was used before, even after its time', () => {
    expect(decideRefresh({ ...TOKEN, usedAt: EARLIER }, NOW)).toBe('end-session');
    expect(decideRefresh({ ...TOKEN, usedAt: EARLIER, expiresAt: EARLIER }, NOW)).toBe('end-session');
  });

  it('ends the session when it was used before by whoever’s clock is ahead', () => {
    expect(decideRefresh({ ...TOKEN, usedAt: LATER }, NOW)).toBe('end-session');
  });

  it('is traded again within the grace of its first use, and not a moment longer', () => {
    expect(decideRefresh({ ...TOKEN, usedAt: EARLIER }, NOW, 2)).toBe('rotate');
    expect(decideRefresh({ ...TOKEN, usedAt: EARLIER }, NOW, 1)).toBe('end-session');
    expect(decideRefresh({ ...TOKEN, usedAt: EARLIER, expiresAt: NOW }, NOW, 2)).toBe('refuse');
    expect(decideRefresh({ ...TOKEN, usedAt: EARLIER, sessionEndedAt: EARLIER }, NOW, 2)).toBe('refuse');
  });

  it('is refused from the moment of its end, and when its session is over', () => {
    expect(decideRefresh({ ...TOKEN, expiresAt: NOW }, NOW)).toBe('refuse');
    expect(decideRefresh({ ...TOKEN, sessionEndedAt: EARLIER }, NOW)).toBe('refuse');
    expect(decideRefresh({ ...TOKEN, sessionEndedAt: EARLIER, usedAt: EARLIER }, NOW)).toBe('refuse');
  });
});
