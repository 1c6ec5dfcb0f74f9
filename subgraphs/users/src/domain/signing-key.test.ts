import { describe, expect, it } from 'vitest';
import { currentKey, publishedKeys, type SigningKey } from './signing-key.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const key = (id: string, signsFrom: Date, publishedUntil: Date | null = null): SigningKey => ({
  id,
  signsFrom,
  publishedUntil,
  privateJwk: {},
  publicJwk: {},
});

describe('rotating keys', () => {
  it('publishes the next key before it signs, and the last one until its tokens have expired', () => {
    const old = key('old', minutes(-100));
    const next = key('next', minutes(10));
    expect(currentKey([old, next], NOW)?.id).toBe('old');
    expect(publishedKeys([old, next], NOW)).toHaveLength(2);

    const retired = { ...old, publishedUntil: minutes(30) };
    expect(currentKey([next, retired], minutes(11))?.id).toBe('next');
    expect(publishedKeys([next, retired], minutes(29))).toHaveLength(2);
    expect(publishedKeys([next, retired], minutes(30)).map(({ id }) => id)).toEqual(['next']);
  });

  it('signs with the newest of several, in whatever order they come', () => {
    const keys = [key('a', minutes(-3)), key('c', minutes(-1)), key('b', minutes(-2))];
    expect(currentKey(keys, NOW)?.id).toBe('c');
    expect(currentKey([...keys].reverse(), NOW)?.id).toBe('c');
  });

  it('has no key to sign with before the first one', () => {
    expect(currentKey([], NOW)).toBeUndefined();
    expect(currentKey([key('next', minutes(1))], NOW)).toBeUndefined();
  });
});
