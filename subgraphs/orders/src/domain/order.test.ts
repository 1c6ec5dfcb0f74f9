import { describe, expect, it } from 'vitest';
import { trackingNumberOf } from './order.ts';

describe('a tracking number', () => {
  it.each(['1Z999AA10123456784', 'RR123456785DE', '0034 0434 1234 5678', 'gls/7.2_1', '7', 'T'.repeat(100)])(
    'may be %s',
    (text) => expect(trackingNumberOf(text)).toBe(text),
  );

  it('is kept without the spaces around it', () => {
    expect(trackingNumberOf('  RR1 ')).toBe('RR1');
  });

  it.each(['', '   ', 'T'.repeat(101), '-1', 'T\n2', 'T\u0000', '<b>1</b>', 'https://a.example', 'Ü1'])(
    'cannot be "%s"',
    (text) => expect(trackingNumberOf(text)).toBeNull(),
  );
});
