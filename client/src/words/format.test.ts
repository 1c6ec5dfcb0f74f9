import { describe, expect, it } from 'vitest';
import { createFormat } from './format.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  it('is written as the language writes it, from minor units', () => {
    expect(plain(createFormat('en').money({ amountMinor: 123_450, currency: 'EUR' }))).toBe('€1,234.50');
    expect(plain(createFormat('de').money({ amountMinor: 123_450, currency: 'EUR' }))).toBe('1.234,50 €');
  });

  it('has as many minor units as its currency', () => {
    expect(plain(createFormat('en').money({ amountMinor: 500, currency: 'JPY' }))).toMatch(/500$/);
  });
});
