import { describe, expect, it } from 'vitest';
import { addressLines, invoiceLines, lineTotalMinor } from './invoice.ts';

const euro = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const LAMP = { name: 'Lantern', quantity: 2, unitPrice: euro(5_900) };
const VASE = { name: 'Vase', quantity: 1, unitPrice: euro(1_100) };

describe('the lines of an invoice', () => {
  it('are what was bought', () => {
    const lines = invoiceLines([LAMP, VASE], euro(12_900));
    expect(lines).toEqual([
      { description: 'Lantern', quantity: 2, unitPriceMinor: 5_900 },
      { description: 'Vase', quantity: 1, unitPriceMinor: 1_100 },
    ]);
    expect(lines?.map(lineTotalMinor)).toEqual([11_800, 1_100]);
  });

  it.each([
    ['nobody said', undefined],
    ['there are none', []],
    ['they add up to something else', [LAMP]],
    ['one is in another currency', [LAMP, { ...VASE, unitPrice: { amountMinor: 1_100, currency: 'USD' } }]],
    ['there are too many', Array.from({ length: 501 }, () => ({ ...VASE, unitPrice: euro(0) })).concat(LAMP, VASE)],
  ])('are not known when %s', (_case, bought) => {
    expect(invoiceLines(bought, euro(12_900))).toBeNull();
  });

  it('have descriptions of one line that end', () => {
    const [line] = invoiceLines([{ ...LAMP, name: ` a\nb\0${'c'.repeat(300)}` }], euro(11_800)) ?? [];
    expect(line?.description).toBe(`a b ${'c'.repeat(196)}`);
  });
});

describe('the address of an invoice', () => {
  it('has no empty lines, and no end of lines', () => {
    expect(addressLines(['Ada Lovelace', ' ', ' 12 St James’s Square\n'])).toEqual([
      'Ada Lovelace',
      '12 St James’s Square',
    ]);
    expect(addressLines(Array.from({ length: 20 }, () => 'x'.repeat(500)))).toEqual(
      Array.from({ length: 8 }, () => 'x'.repeat(120)),
    );
    expect(addressLines(undefined)).toEqual([]);
  });
});
