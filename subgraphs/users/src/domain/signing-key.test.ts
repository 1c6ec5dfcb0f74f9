import { describe, expect, it } from 'vitest';
import { currentKey, planRotation, publishedKeys, type SigningKey } from './signing-key.ts';

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
    const keys = [key('old', minutes(-100), minutes(26)), key('next', minutes(10))];
    expect(currentKey(keys, NOW)?.id).toBe('old');
    expect(publishedKeys(keys, NOW)).toHaveLength(2);
    expect(currentKey(keys, minutes(10))?.id).toBe('next');
    expect(publishedKeys(keys, minutes(25))).toHaveLength(2);
    expect(publishedKeys(keys, minutes(26)).map(({ id }) => id)).toEqual(['next']);
  });

  it('plans with the time that verifiers need, and the life of the last token', () => {
    const plan = planRotation([key('old', minutes(-100))], NOW, 900);
    expect(plan).toEqual({ kind: 'rotate', signsFrom: minutes(12), retiredUntil: minutes(12 + 15 + 1) });
  });

  it('does not begin a second time while a key waits for its turn', () => {
    const keys = [key('old', minutes(-100), minutes(26)), key('next', minutes(10))];
    expect(planRotation(keys, NOW, 900)).toEqual({ kind: 'under-way', signsFrom: minutes(10) });
    expect(planRotation(keys, minutes(10), 900).kind).toBe('rotate');
  });

  it('signs with the newest of several, in whatever order they come', () => {
    const keys = [key('a', minutes(-3)), key('c', minutes(-1)), key('b', minutes(-2))];
    expect(currentKey(keys, NOW)?.id).toBe('c');
    expect(currentKey([...keys].reverse(), NOW)?.id).toBe('c');
  });

  it('never signs with a key that is published no more: it was withdrawn', () => {
    const keys = [key('a', minutes(-3)), key('stolen', minutes(-1), NOW)];
    expect(currentKey(keys, NOW)?.id).toBe('a');
  });

  it('has no key to sign with before the first one', () => {
    expect(currentKey([], NOW)).toBeUndefined();
    expect(currentKey([key('next', minutes(1))], NOW)).toBeUndefined();
  });
});
