import { describe, expect, it } from 'vitest';
import { mergeOf } from './cart-merge.ts';
import { cartOf, type CartLine } from './cart.ts';

const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const line = (productId: string, quantity: number): CartLine => ({
  productId,
  quantity,
  unitPrice: EUR(100),
  priceWhenAdded: EUR(100),
  name: null,
  isOnSale: true,
});
const cart = (...lines: CartLine[]) => cartOf('customer', lines, 'EUR');
const product = (productId: string) => ({ productId, name: null, price: EUR(100), isOnSale: true });
const item = (productId: string, quantity: number) => ({ productId, quantity });

describe('merging into a cart', () => {
  it('keeps the larger quantity, and adds what is new at the end', () => {
    const before = cart(line('a', 2), line('b', 5));
    const items = [item('c', 1), item('a', 3), item('b', 4)];
    const merge = mergeOf(before, items, [product('a'), product('b'), product('c')]);
    expect(merge).toEqual({
      kind: 'merged',
      cart: cart(line('a', 3), line('b', 5), line('c', 1)),
      unavailableProductIds: [],
    });
  });

  it('changes nothing when it is done again', () => {
    const items = [item('a', 3), item('a', 2)];
    const once = mergeOf(cart(), items, [product('a')]);
    if (once.kind !== 'merged') throw new Error(once.kind);
    expect(once.cart).toEqual(cart(line('a', 3)));
    const again = mergeOf(once.cart, items, [product('a')]);
    expect(again).toEqual({ ...once, cart: once.cart });
  });

  it('leaves out what is not sold, and tells what', () => {
    const gone = { ...product('gone'), isOnSale: false };
    const merge = mergeOf(cart(), [item('gone', 1), item('a', 1), item('unknown', 1)], [gone, product('a')]);
    expect(merge).toEqual({ kind: 'merged', cart: cart(line('a', 1)), unavailableProductIds: ['gone', 'unknown'] });
  });

  it.each([0, -1, 100, 1.5])('refuses all for %d pieces of one, even of what the cart holds', (quantity) => {
    const merge = mergeOf(cart(line('b', 9)), [item('a', 1), item('b', quantity)], [product('a'), product('b')]);
    expect(merge).toMatchObject({ kind: 'invalid-quantity' });
  });

  it('refuses more than a cart holds, and more than a hundred at once', () => {
    const ids = Array.from({ length: 101 }, (_, index) => `p${index}`);
    const merge = (count: number) =>
      mergeOf(
        cart(),
        ids.slice(0, count).map((id) => item(id, 1)),
        ids.map(product),
      ).kind;
    expect([merge(50), merge(51), merge(100), merge(101)]).toEqual([
      'merged',
      'invalid-quantity',
      'invalid-quantity',
      'too-many-items',
    ]);
  });
});
