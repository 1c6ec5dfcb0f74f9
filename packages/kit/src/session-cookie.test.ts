import { describe, expect, it } from 'vitest';
import { readCookie, setsCookie } from './session-cookie.ts';

describe('reading a cookie', () => {
  it.each([
    ['a=1', '1'],
    ['b=2; a=1; c=3', '1'],
    ['b=2;a=1', '1'],
    ['a=x=y', 'x=y'],
    ['a=', ''],
    ['a=1; a=2', '1'],
    ['ba=1', null],
    ['a', ''],
    ['', null],
    [undefined, null],
  ])('of %j finds %j', (header, value) => {
    expect(readCookie(header, 'a')).toBe(value);
  });
});

describe('setting a cookie', () => {
  it('is about the whole name', () => {
    expect(setsCookie('a=1; Path=/', 'a')).toBe(true);
    expect(setsCookie('ab=1', 'a')).toBe(false);
    expect(setsCookie('b=a=1', 'a')).toBe(false);
  });
});
