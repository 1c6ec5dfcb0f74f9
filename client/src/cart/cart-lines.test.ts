import { describe, expect, it } from 'vitest';
import { applyWishes, countOf, totalOf, type CartLine } from './cart-lines.ts';

const line = (productId: string, quantity: number, amountMinor = 100): CartLine => ({
  productId,
  slug: productId,
  name: productId,
  image: undefined,
  quantity,
  unitPrice: { amountMinor, currency: 'EUR' },
  priceBefore: undefined,
});
const wishes = (...lines: CartLine[]) => new Map(lines.map((one) => [one.productId, one]));
const quantities = (lines: readonly CartLine[]) => lines.map(({ productId, quantity }) => `${productId} ${quantity}`);

describe('the cart as the visitor wants it', () => {
  it('has the wanted quantities at once, in the order of the cart', () => {
    const lines = applyWishes([line('mug', 1), line('lamp', 2)], wishes(line('mug', 5)));
    expect(quantities(lines)).toEqual(['mug 5', 'lamp 2']);
  });

  it('has what is new at the end, and not what is wanted no longer', () => {
    const lines = applyWishes([line('mug', 1), line('lamp', 2)], wishes(line('mug', 0), line('vase', 1)));
    expect(quantities(lines)).toEqual(['lamp 2', 'vase 1']);
  });

  it('counts pieces and adds up minor units', () => {
    const lines = [line('mug', 3, 1_990), line('lamp', 1, 14_900)];
    expect(countOf(lines)).toBe(4);
    expect(totalOf(lines)).toEqual({ amountMinor: 20_870, currency: 'EUR' });
  });

  it('has no total while a price is unknown', () => {
    expect(totalOf([line('mug', 1), { ...line('lamp', 1), unitPrice: undefined }])).toBeUndefined();
  });
});
