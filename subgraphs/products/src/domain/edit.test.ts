import { describe, expect, it } from 'vitest';
import { edited, given, isCurrent } from './edit.ts';

const LAMP = { name: 'Lamp', parentId: null as string | null, version: 3 };

describe('the values of a change', () => {
  it('are those that are there', () => {
    const changes = { name: '', slug: null, text: undefined };
    expect(given<{ name: string; slug: string; text: string }>(changes)).toEqual({ name: '' });
  });
});

describe('an edit', () => {
  it('is current with the newest version, or without any', () => {
    expect([3, null, undefined].map((version) => isCurrent(LAMP, version))).toEqual([true, true, true]);
    expect([0, 2, 4].map((version) => isCurrent(LAMP, version))).toEqual([false, false, false]);
  });

  it('makes the next version', () => {
    expect(edited(LAMP, { name: 'Desk lamp' })).toEqual({ name: 'Desk lamp', parentId: null, version: 4 });
  });

  it('makes none when nothing changes', () => {
    expect(edited(LAMP, {})).toBeNull();
    expect(edited(LAMP, { name: 'Lamp', parentId: null })).toBeNull();
  });
});
