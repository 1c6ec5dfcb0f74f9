import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDER_NUMBER_BYTES, orderNumber, orderNumberFrom } from './order-number.ts';

const bytes = fc.uint8Array({ minLength: ORDER_NUMBER_BYTES, maxLength: ORDER_NUMBER_BYTES });

describe('an order number', () => {
  it('is short and has no letter that is misread', () => {
    fc.assert(fc.property(bytes, (random) => /^G(-[0-9A-HJKMNP-TV-Z]{4}){2}$/.test(orderNumber(random))));
  });

  it('uses five bits of each byte, all symbols equally', () => {
    const first = Array.from({ length: 256 }, (_, byte) => orderNumber(new Uint8Array(8).fill(byte)).charAt(2));
    const counts = countOf(first);
    expect([...counts.values()]).toEqual(Array(32).fill(8));
  });

  it('is made of all its bytes', () => {
    expect(orderNumber(Uint8Array.from([0, 1, 2, 3, 28, 29, 30, 31]))).toBe('G-0123-WXYZ');
  });

  it('cannot be made of too few bytes', () => {
    expect(() => orderNumber(new Uint8Array(ORDER_NUMBER_BYTES - 1))).toThrow(RangeError);
  });
});

describe('an order number that somebody typed', () => {
  it('is the one it was made as, whatever case and hyphens it has', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const number = orderNumber(random);
        const written = [number, ` ${number.toLowerCase()} `, number.replaceAll('-', ' '), number.replaceAll('0', 'O')];
        return written.every((text) => orderNumberFrom(text) === number);
      }),
    );
  });

  it('may have look-alike letters', () => {
    expect(orderNumberFrom('g-oo1l-i234')).toBe('G-0011-1234');
  });

  it.each(['', 'G', 'G-0123-WXY', 'G-0123-WXYZ1', 'X-0123-WXYZ', 'G-0123-WXYU', "' or 1=1 --"])(
    'is not "%s"',
    (text) => {
      expect(orderNumberFrom(text)).toBeNull();
    },
  );
});

function countOf(symbols: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const symbol of symbols) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  return counts;
}
