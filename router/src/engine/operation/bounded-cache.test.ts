import { describe, expect, it } from 'vitest';
import { createBoundedCache } from './bounded-cache.ts';

describe('a bounded cache', () => {
  it('forgets what was used least lately, once there is no room', () => {
    const cache = createBoundedCache<number>(10);
    cache.set('a', 1, 4);
    cache.set('b', 2, 4);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3, 4);
    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([1, undefined, 3]);
  });

  it('keeps nothing that is larger than itself, and loses nothing for it', () => {
    const cache = createBoundedCache<number>(10);
    cache.set('a', 1, 4);
    cache.set('huge', 2, 11);
    expect([cache.get('a'), cache.get('huge')]).toEqual([1, undefined]);
  });

  it('counts what is set again once', () => {
    const cache = createBoundedCache<number>(10);
    for (let round = 0; round < 5; round += 1) cache.set('a', round, 6);
    cache.set('b', 1, 4);
    expect([cache.get('a'), cache.get('b')]).toEqual([4, 1]);
  });
});
