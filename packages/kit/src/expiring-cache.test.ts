import { describe, expect, it } from 'vitest';
import { createExpiringCache } from './expiring-cache.ts';

describe('an expiring cache', () => {
  it('forgets a value at its time and not before', () => {
    let now = 1_000;
    const cache = createExpiringCache<string>({ maxEntries: 10, now: () => now });
    cache.set('a', 'first', 2_000);
    now = 1_999;
    expect(cache.get('a')).toBe('first');
    now = 2_000;
    expect(cache.get('a')).toBeUndefined();
  });

  it('makes room by dropping what was set longest ago', () => {
    const cache = createExpiringCache<number>({ maxEntries: 2, now: () => 0 });
    cache.set('a', 1, 10);
    cache.set('b', 2, 10);
    cache.set('a', 3, 10);
    cache.set('c', 4, 10);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([3, undefined, 4]);
  });
});
