import { describe, expect, it } from 'vitest';
import { createEntityStore } from './entity-store.ts';

describe('what is kept of an entity', () => {
  it('is what was asked for last, in whichever order it comes', () => {
    const { keep, fresh } = createEntityStore({ maxBytes: 10_000, now: () => 0 });
    keep('a', { text: '"newer"', until: 10, call: 2 });
    keep('a', { text: '"older"', until: 20, call: 1 });
    expect(fresh('a')?.text).toBe('"newer"');
    keep('a', { text: '"newest"', until: 5, call: 3 });
    expect(fresh('a')?.text).toBe('"newest"');
  });

  it('makes room by what was not asked for the longest', () => {
    const { keep, fresh } = createEntityStore({ maxBytes: 1_000, now: () => 0 });
    for (const key of ['a', 'b', 'c']) keep(key, { text: '1', until: 10, call: 1 });
    fresh('a');
    keep('d', { text: '1', until: 10, call: 1 });
    expect(['a', 'b', 'c', 'd'].filter((key) => fresh(key) !== undefined)).toEqual(['a', 'c', 'd']);
  });
});
